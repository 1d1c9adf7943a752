namespace Shop.Bench.Results;

/// <summary>What is requested, as named in reports.</summary>
internal static class Scenarios
{
    /// <summary><c>GET /products</c> as shipped, with its cache.</summary>
    public const string List = "GET /products";

    /// <summary><c>GET /products</c>, read from the database each time.</summary>
    public const string ListUncached = "GET /products, uncached";

    /// <summary><c>GET /products/{id}</c>.</summary>
    public const string One = "GET /products/{id}";

    /// <summary><c>POST /orders</c>: one line, approved.</summary>
    public const string Checkout = "POST /orders";

    /// <summary>Nine of ten requests browse, one checks out.</summary>
    public const string Mix = "90 % browse, 10 % checkout";

    /// <summary>Telemetry on against off.</summary>
    public static VariantPart TelemetryPart { get; } = new("telemetry", [ListUncached, Checkout], [Shapes.Services, Shapes.Monolith]);

    /// <summary>One product process against two and three.</summary>
    public static VariantPart ReplicaPart { get; } = new("replicas", [ListUncached, Checkout], [Shapes.Services]);
}

/// <summary>What is measured, as named in reports.</summary>
internal static class Shapes
{
    /// <summary>Product, order and payment, each a process with a database.</summary>
    public const string Services = "three services";

    /// <summary>One process and one database, the same commits as the services.</summary>
    public const string MonolithSteps = "monolith, steps";

    /// <summary>One process and one database, a checkout in a single commit.</summary>
    public const string Monolith = "monolith, one transaction";

    /// <summary>Kestrel and raw Npgsql with nothing around them.</summary>
    public const string Bare = "bare Kestrel + Npgsql";

    /// <summary>Flask, SQLAlchemy and gunicorn: the article's own design.</summary>
    public const string Flask = "Flask + SQLAlchemy";

    /// <summary>pgbench with the reads of the scenario.</summary>
    public const string PgBenchRead = "pgbench";

    /// <summary>pgbench, a checkout in a single transaction.</summary>
    public const string PgBenchOne = "pgbench, one transaction";

    /// <summary>pgbench, a checkout in four transactions.</summary>
    public const string PgBenchFour = "pgbench, four transactions";

    /// <summary>A shape without telemetry.</summary>
    /// <param name="shape">The shape.</param>
    public static string WithoutTelemetry(string shape) => $"{shape}, no telemetry";

    /// <summary>The services with some product replicas.</summary>
    /// <param name="replicas">How many.</param>
    public static string WithProductReplicas(int replicas) => replicas == 1 ? Services : $"{Services}, product ×{replicas}";
}
