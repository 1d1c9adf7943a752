using Shop.Bench.Results;

namespace Shop.Bench.Running;

/// <summary>A shape of the shop to start: a topology of the AppHost, and how it differs from it.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Topology">What <c>Shop:Topology</c> of the AppHost is set to.</param>
/// <param name="Checkout">What <c>Checkout</c> of the monolith is set to; empty for services.</param>
/// <param name="ProductReplicas">How many product processes.</param>
/// <param name="Telemetry">Whether telemetry is sent, as shipped.</param>
/// <param name="Pages">Whether it has pages for people.</param>
internal sealed record ShapeDefinition(
    string Name, string Topology, string Checkout = "", int ProductReplicas = 1, bool Telemetry = true, bool Pages = false)
{
    /// <summary>Product, order and payment, each a process with a database.</summary>
    public static ShapeDefinition Services { get; } = new(Shapes.Services, "services");

    /// <summary>The services once more, under another name: what differs between the two is noise.</summary>
    public static ShapeDefinition ServicesAgain { get; } = Services with { Name = Shapes.ServicesAgain };

    /// <summary>One process and one database, the same commits as the services.</summary>
    public static ShapeDefinition MonolithSteps { get; } = new(Shapes.MonolithSteps, "monolith", "steps");

    /// <summary>One process and one database, a checkout in a single commit.</summary>
    public static ShapeDefinition Monolith { get; } = new(Shapes.Monolith, "monolith", "one-transaction");

    /// <summary>The two shapes that are compared, without telemetry.</summary>
    public static IReadOnlyList<ShapeDefinition> WithoutTelemetry { get; } = [.. new[] { Services, Monolith }
        .Select(shape => shape with { Name = Shapes.WithoutTelemetry(shape.Name), Telemetry = false })];

    /// <summary>The services with more product processes.</summary>
    public static IReadOnlyList<ShapeDefinition> WithReplicas { get; } = [.. new[] { 2, 3 }
        .Select(replicas => Services with { Name = Shapes.WithProductReplicas(replicas), ProductReplicas = replicas })];

    /// <summary>The two shapes that are compared, with pages.</summary>
    public static IReadOnlyList<ShapeDefinition> WithPages { get; } = [.. new[] { Services, Monolith }
        .Select(shape => shape with { Name = Shapes.WithPages(shape.Name), Pages = true })];

    /// <summary>Whether the shop is one process.</summary>
    public bool IsMonolith => Topology == "monolith";

    /// <summary>The resource that serves products.</summary>
    public string ProductResource => IsMonolith ? "shop" : "product-api";

    /// <summary>The resource that takes orders.</summary>
    public string OrderResource => IsMonolith ? "shop" : "order-api";

    /// <summary>The resource that takes payments.</summary>
    public string PaymentResource => IsMonolith ? "shop" : "payment-api";

    /// <summary>The resources that are processes of the shop.</summary>
    public IReadOnlyList<string> Resources => IsMonolith ? ["shop"] : Pages ? ["product-api", "order-api", "payment-api", "web"] : ["product-api", "order-api", "payment-api"];

    /// <summary>The resource that shows pages; only where there are some.</summary>
    public string PageResource => IsMonolith ? "shop" : "web";

    /// <summary>The monolith's modules.</summary>
    public string Modules => Pages ? "products,orders,payments,web" : "products,orders,payments";

    /// <summary>The database resource with the products.</summary>
    public string ProductDatabase => IsMonolith ? "shopdb" : "productdb";
}
