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

    /// <summary>The list of products, as a page, and as JSON that is read from the database each time.</summary>
    public static string ProductList { get; } = new VariantPart("pages", [], []).Of("a list of products");

    /// <summary>Nothing, with and without a token.</summary>
    public static string Nothing { get; } = new VariantPart("access", [], []).Of("nothing");

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

    /// <summary>An endpoint that everybody may call.</summary>
    public const string Open = "open to everybody";

    /// <summary>An endpoint that asks for a token.</summary>
    public const string Guarded = "behind a token";

    /// <summary>A shape that has pages.</summary>
    /// <param name="shape">The shape.</param>
    public static string WithPages(string shape) => $"{shape}, with pages";

    /// <summary>What a shape with pages shows to people.</summary>
    /// <param name="shape">The shape.</param>
    public static string AsPage(string shape) => $"{shape}: page";

    /// <summary>What it answers to programs.</summary>
    /// <param name="shape">The shape.</param>
    public static string AsJson(string shape) => $"{shape}: JSON";

    /// <summary>A shape without telemetry.</summary>
    /// <param name="shape">The shape.</param>
    public static string WithoutTelemetry(string shape) => $"{shape}, no telemetry";

    /// <summary>The services with some product replicas.</summary>
    /// <param name="replicas">How many.</param>
    public static string WithProductReplicas(int replicas) => replicas == 1 ? Services : $"{Services}, product ×{replicas}";
}
