using Shop.Bench.Results;

namespace Shop.Bench.Reporting;

/// <summary>The colour of a name: the same in every chart of a report, so that a shape is recognised again.</summary>
internal static class Palette
{
    /// <summary>The style class of a name.</summary>
    /// <param name="name">A shape, or a process.</param>
    public static string ClassOf(string name) => name switch
    {
        _ when name.EndsWith(", no telemetry", StringComparison.Ordinal) => "c7",
        Shapes.ServicesAgain => "c7",
        _ when name.StartsWith(Shapes.Services, StringComparison.Ordinal) => "c1",
        "order-api" => "c1",
        Shapes.Monolith or "shop" => "c2",
        Shapes.MonolithSteps or "product-api" => "c3",
        Shapes.Bare or "payment-api" => "c4",
        Shapes.Flask => "c6",
        _ when name.StartsWith("pgbench", StringComparison.Ordinal) => "c5",
        "postgres" => "c5",
        _ => "c6",
    };
}
