using System.Globalization;

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
    public const string ProductList = "a list of products";

    /// <summary>Nothing, with and without a token.</summary>
    public const string Nothing = "nothing";

    /// <summary>What has sections of its own.</summary>
    public static bool IsAside(string scenario) => scenario is ProductList or Nothing;
}

/// <summary>What is measured, as named in reports.</summary>
internal static class Shapes
{
    private const string NoTelemetry = ", no telemetry";
    private const string Replicas = ", product ×";
    private static readonly string[] Variations = [NoTelemetry, Replicas];

    /// <summary>Product, order and payment, each a process with a database.</summary>
    public const string Services = "three services";

    /// <summary>The services once more: what differs between the two is noise.</summary>
    public const string ServicesAgain = "three services, the same again";

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
    /// <param name="shape">The shape with pages.</param>
    public static string AsPage(string shape) => $"{shape}: page";

    /// <summary>What it answers to programs.</summary>
    /// <param name="shape">The shape.</param>
    public static string AsJson(string shape) => $"{shape}: JSON";

    /// <summary>A shape without telemetry.</summary>
    /// <param name="shape">The shape.</param>
    public static string WithoutTelemetry(string shape) => shape + NoTelemetry;

    /// <summary>The services with some product replicas.</summary>
    /// <param name="replicas">How many.</param>
    public static string WithProductReplicas(int replicas) => Services + Replicas + replicas.ToString(CultureInfo.InvariantCulture);

    /// <summary>The shape that a variant varies; null when it is none.</summary>
    /// <param name="shape">The shape.</param>
    public static string? OriginalOf(string shape) =>
        Variations.Select(mark => shape.IndexOf(mark, StringComparison.Ordinal)).Max() is var cut and >= 0 ? shape[..cut] : null;
}
