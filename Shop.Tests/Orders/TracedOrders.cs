using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Orders;

/// <summary>Orders whose trace can be told from all others.</summary>
internal static class TracedOrders
{
    /// <summary>The services that an order passes through.</summary>
    public static readonly string[] Services = ["order-api", "product-api", "payment-api"];

    /// <summary>Places an order. The test is the caller: its own trace context makes the order's trace findable among all others.</summary>
    /// <param name="shop">The running shop.</param>
    /// <param name="productId">What is ordered.</param>
    public static async Task<(string TraceId, string SpanId)> PlaceTracedOrderAsync(this ShopFixture shop, int productId)
    {
        var (traceId, spanId) = (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Content = JsonContent.Create(new { customerId = "traced", lines = new[] { new OrderLine(productId, 1) }, paymentMethod = "approve" }),
        };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        request.Headers.Add("traceparent", $"00-{traceId}-{spanId}-01");
        using var response = await shop.Orders.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (traceId, spanId);
    }

    /// <summary>Waits until every service has sent its entry and a statement of its database.</summary>
    /// <param name="shop">The running shop.</param>
    /// <param name="traceId">The trace of an order.</param>
    public static Task<IReadOnlyList<ReceivedSpan>> WholeTraceAsync(this ShopFixture shop, string traceId) => Eventually.BecomesAsync(
        "the spans of all services and of PostgreSQL in one trace",
        () => shop.Telemetry.SpansOfAsync(traceId),
        spans => Services.All(service => spans.Any(span => span.Service == service && span.IsSql()))
            && Services.All(service => spans.Any(span => span.Service == service && span.Kind == ActivityKind.Server)));

    /// <summary>Whether a span is a statement of PostgreSQL.</summary>
    /// <param name="span">The span.</param>
    public static bool IsSql(this ReceivedSpan span) =>
        span.Attributes.Any(attribute => attribute is { Key: "db.system" or "db.system.name", Value: "postgresql" });
}
