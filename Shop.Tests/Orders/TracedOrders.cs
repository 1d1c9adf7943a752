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
    /// <param name="paymentMethod">How it is paid.</param>
    /// <param name="expected">How it may be answered; 201 where nothing is said.</param>
    public static async Task<(string TraceId, string SpanId)> PlaceTracedOrderAsync(
        this ShopFixture shop, int productId, string paymentMethod = "approve", params HttpStatusCode[] expected)
    {
        var (traceId, spanId) = (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Content = JsonContent.Create(new { customerId = "traced", lines = new[] { new OrderLine(productId, 1) }, paymentMethod }),
        };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        request.Headers.Add("traceparent", $"00-{traceId}-{spanId}-01");
        using var response = await shop.Orders.SendAsync(request);
        Assert.Contains(response.StatusCode, expected.Length > 0 ? expected : [HttpStatusCode.Created]);
        return (traceId, spanId);
    }

    /// <summary>
    /// Places orders until one's trace has statements of every service. Orders of the same moment share statements, each of which stands
    /// in one order's trace only: what another test orders at that moment can take a statement out of this one's.
    /// </summary>
    /// <param name="shop">The running shop.</param>
    /// <param name="productId">What is ordered.</param>
    public static Task<TracedOrder> WholeTraceAsync(this ShopFixture shop, int productId) => Eventually.BecomesAsync(
        "an order with statements of all services in its trace",
        async () =>
        {
            var (traceId, spanId) = await shop.PlaceTracedOrderAsync(productId);
            // Services send their spans in the order of their ends: once a later order's have come, all of the first one's have.
            var (laterId, _) = await shop.PlaceTracedOrderAsync(productId);
            await shop.EntriesOfTraceAsync(laterId);
            return new TracedOrder(traceId, spanId, await shop.EntriesOfTraceAsync(traceId));
        },
        order => Services.All(service => order.Spans.Any(span => span.Service == service && span.IsStatement())));

    private static Task<IReadOnlyList<ReceivedSpan>> EntriesOfTraceAsync(this ShopFixture shop, string traceId) => Eventually.BecomesAsync(
        "the requests to all services in one trace",
        () => shop.Telemetry.SpansOfAsync(traceId),
        spans => Services.All(service => spans.Any(span => span.Service == service && span.Kind == ActivityKind.Server)));

    /// <summary>Whether a span is a call to PostgreSQL: a statement, or a session that a pool opens because all of its others are in use.</summary>
    /// <param name="span">The span.</param>
    public static bool IsSql(this ReceivedSpan span) =>
        span.Attributes.Any(attribute => attribute is { Key: "db.system" or "db.system.name", Value: "postgresql" });

    /// <summary>Whether a span is a statement.</summary>
    /// <param name="span">The span.</param>
    public static bool IsStatement(this ReceivedSpan span) => span.IsSql() && span.Attributes.ContainsKey("db.query.text");
}

/// <summary>An order and what was seen of it.</summary>
/// <param name="TraceId">Its trace.</param>
/// <param name="CallerSpanId">The span of the test that placed it.</param>
/// <param name="Spans">The trace's spans.</param>
internal sealed record TracedOrder(string TraceId, string CallerSpanId, IReadOnlyList<ReceivedSpan> Spans);
