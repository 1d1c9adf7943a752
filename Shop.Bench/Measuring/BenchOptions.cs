using System.Globalization;
using Shop.Bench.Running;

namespace Shop.Bench.Measuring;

/// <summary>What the command line asks for.</summary>
/// <param name="Effort">How thoroughly to measure.</param>
/// <param name="Parts">What to measure.</param>
/// <param name="Output">The directory of the reports.</param>
/// <param name="Redraw">An earlier <c>report.json</c> to draw again with today's prices, instead of measuring.</param>
/// <param name="Hold">A shape to start and keep up for somebody else's load or profiler, instead of measuring.</param>
internal sealed record BenchOptions(Effort Effort, IReadOnlySet<string> Parts, string Output, string? Redraw, ShapeDefinition? Hold)
{
    /// <summary>What <c>--scenario</c> may name.</summary>
    public static readonly string[] KnownParts = ["browse", "checkout", "mix", "latency", "isolation", "replicas", "telemetry", "pages", "access"];

    /// <summary>How to use the program.</summary>
    public const string Usage = """
        dotnet run -c Release --project Shop.Bench -- [options]

          --quick             every part in a few seconds: does it run, not how fast
          --full              1, 4, 16 and 64 clients, longer windows, longer warm-up
          --rounds N          rounds of each measurement (5; --quick 2)
          --scenario A,B      only these: browse, checkout, mix, latency, isolation, replicas, telemetry,
                              pages, access
          --output DIR        where report.html, report.md and report.json go (bench)
          --report FILE       draw the reports of an earlier report.json again, with the prices as they stand now
          --hold SHAPE        start services, steps or one-transaction exactly as it is measured and keep it up, for a load
                              tool or a profiler of your own; Ctrl+C stops it
          --help              this text
        """;

    /// <summary>Reads a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <exception cref="ArgumentException">One is unknown, or its value is missing or wrong; the message says which.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> args)
    {
        var effort = Effort.Normal;
        int? rounds = null;
        var parts = new HashSet<string>(KnownParts);
        var output = "bench";
        string? redraw = null;
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
                case "--rounds":
                    rounds = int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                        ? number
                        : throw new ArgumentException($"--rounds needs a whole number above zero, not '{args[i]}'.");
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

            string Value() => ++i < args.Count ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");
        }
        return new BenchOptions(rounds is { } r ? effort with { Rounds = r } : effort, parts, output, redraw, hold);
    }
}
