using System.Globalization;
using Shop.Bench.Running;

namespace Shop.Bench.Measuring;

/// <summary>What the command line asks for.</summary>
/// <param name="Effort">How thoroughly to measure.</param>
/// <param name="Parts">What to measure.</param>
/// <param name="Seed">Gives the order in which contenders take turns.</param>
/// <param name="Output">The directory of the reports.</param>
/// <param name="Redraw">An earlier <c>report.json</c> to draw again with today's prices, instead of measuring.</param>
/// <param name="Compare">An earlier <c>report.json</c> to look for regressions against.</param>
/// <param name="Hold">A shape to start and keep up for somebody else's load or profiler, instead of measuring.</param>
internal sealed record BenchOptions(
    Effort Effort, IReadOnlySet<string> Parts, int Seed, string Output, string? Redraw = null, string? Compare = null, ShapeDefinition? Hold = null)
{
    /// <summary>What <c>--scenario</c> may name.</summary>
    public static readonly string[] KnownParts = ["browse", "checkout", "mix", "latency", "floors", "isolation", "replicas", "telemetry", "pages", "access"];

    /// <summary>How to use the program.</summary>
    public const string Usage = """
        dotnet run -c Release --project Shop.Bench -- [options]

                              services, the same again, and two monolith forms, six starts of each: about ten minutes
          --quick             every part, once and briefly: does it run, not how fast
          --full              every part in twelve starts of three windows of ten seconds, with 1, 4, 16 and 64 clients: hours
          --starts N          starts of each contender (6; --full 12; --quick 1)
          --scenario A,B      only these: browse, checkout, mix, latency, floors, isolation, replicas, telemetry,
                              pages, access
          --seed N            the order of an earlier run, which its report names
          --output DIR        where report.html, report.md and report.json go (bench)
          --report FILE       draw the reports of an earlier report.json again, with the prices as they stand now
          --compare FILE      print what has become worse since the report.json in FILE
          --hold SHAPE        start services, steps or one-transaction exactly as it is measured and keep it up, for a load
                              tool or a profiler of your own; Ctrl+C stops it
          --help              this text
        """;

    /// <summary>Reads a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <exception cref="ArgumentException">One is unknown, or its value is missing or wrong; the message says which.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> args)
    {
        var effort = Effort.Short;
        int? starts = null;
        int? seed = null;
        HashSet<string>? parts = null;
        var output = "bench";
        string? redraw = null;
        string? compare = null;
        ShapeDefinition? hold = null;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    effort = Effort.Quick;
                    break;
                case "--full":
                    effort = Effort.Full;
                    break;
                case "--starts":
                    starts = Number();
                    break;
                case "--seed":
                    seed = Number();
                    break;
                case "--scenario":
                    parts = [.. Value().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
                    if (parts.Count == 0 || parts.Except(KnownParts).Any())
                        throw new ArgumentException($"--scenario knows {string.Join(", ", KnownParts)}, not '{args[i]}'.");
                    break;
                case "--output":
                    output = Value();
                    break;
                case "--report":
                    redraw = Value();
                    break;
                case "--compare":
                    compare = Value();
                    break;
                case "--hold":
                    hold = Value() switch
                    {
                        "services" => ShapeDefinition.Services,
                        "steps" => ShapeDefinition.MonolithSteps,
                        "one-transaction" => ShapeDefinition.Monolith,
                        var unknown => throw new ArgumentException($"--hold knows services, steps and one-transaction, not '{unknown}'."),
                    };
                    break;
                default:
                    throw new ArgumentException($"'{args[i]}' is not known.");
            }

            int Number() => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw new ArgumentException($"{args[i - 1]} needs a whole number above zero, not '{args[i]}'.");

            string Value() => ++i < args.Count ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");
        }
        return new BenchOptions(
            effort with { Starts = starts ?? effort.Starts }, parts ?? [.. effort.Parts], seed ?? Random.Shared.Next(1, 1_000_000), output, redraw, compare, hold);
    }
}
