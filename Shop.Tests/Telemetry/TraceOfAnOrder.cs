using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using OpenTelemetry.Proto.Trace.V1;
using Shop.Tests.Hosting;

namespace Shop.Tests.Telemetry;

/// <summary>One checkout is one trace, across every process and database that it touches.</summary>
public sealed class TraceOfAnOrder(ShopFixture shop) : ShopTest(shop)
{
    private static readonly string[] Services = ["order-api", "product-api", "payment-api"];

    [Fact]
    public async Task The_spans_of_three_services_and_their_databases_form_one_tree()
    {
        var product = await Shop.NewProductAsync(stock: 10);
        var (traceId, callerSpanId) = await PlaceTracedOrderAsync(product.Id);

        var spans = await Eventually.BecomesAsync(
            "the spans of all services and of PostgreSQL in one trace",
            () => Task.FromResult(Shop.Telemetry.Spans.Where(span => span.TraceId == traceId).ToList()),
            spans => Services.All(service => spans.Any(span => span.Service == service && IsSql(span)))
                && Services.All(service => spans.Any(span => span.Service == service && span.Kind == Span.Types.SpanKind.Server)));

        var byId = spans.ToDictionary(span => span.SpanId);
        var entry = Assert.Single(spans, span => span.ParentSpanId == callerSpanId);
        Assert.Equal(("order-api", Span.Types.SpanKind.Server), (entry.Service, entry.Kind));

        // Each service was entered by a client span of the order service, and each statement hangs below its own service's entry.
        foreach (var called in spans.Where(span => span.Kind == Span.Types.SpanKind.Server && span != entry))
        {
            var caller = byId[called.ParentSpanId];
            Assert.Equal(("order-api", Span.Types.SpanKind.Client), (caller.Service, caller.Kind));
        }

        foreach (var statement in spans.Where(IsSql))
        {
            var path = PathToRoot(statement, byId).ToList();
            Assert.Contains(path, span => span.Service == statement.Service && span.Kind == Span.Types.SpanKind.Server);
            Assert.Equal(entry, path[^1]);
        }
    }

    [Fact]
    public async Task No_secret_travels_with_the_spans()
    {
        var product = await Shop.NewProductAsync(stock: 10);
        var (traceId, _) = await PlaceTracedOrderAsync(product.Id);
        var passwords = new List<string>();
        foreach (var database in (string[])["productdb", "orderdb", "paymentdb"])
        {
            var connectionString = await Aspire.Hosting.Testing.DistributedApplicationHostingTestingExtensions
                .GetConnectionStringAsync(Shop.App, database, TestContext.Current.CancellationToken);
            passwords.Add(new Npgsql.NpgsqlConnectionStringBuilder(connectionString).Password!);
        }

        await Eventually.BecomesAsync(
            "SQL spans of the order",
            () => Task.FromResult(Shop.Telemetry.Spans.Where(span => span.TraceId == traceId && IsSql(span)).ToList()),
            spans => spans.Count >= 4);

        foreach (var password in passwords)
        {
            Assert.DoesNotContain(Shop.Telemetry.Spans, span => span.Attributes.Values.Any(value => value.Contains(password, StringComparison.Ordinal)));
            Assert.DoesNotContain(Shop.Telemetry.Logs, log => log.Message.Contains(password, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task No_poll_of_a_database_makes_a_trace_of_its_own()
    {
        var product = await Shop.NewProductAsync(stock: 10);
        var (traceId, _) = await PlaceTracedOrderAsync(product.Id);

        // The relay has looked for the order's event by then, and the worker many times for orders to resume.
        await Eventually.BecomesAsync(
            "the order's own statements and the publication of its event",
            () => Task.FromResult(Shop.Telemetry.Spans),
            spans => spans.Any(span => span.TraceId == traceId && IsSql(span)) && spans.Any(span => span.Name == "outbox publish"));

        Assert.DoesNotContain(Shop.Telemetry.Spans, span => IsSql(span) && span.ParentSpanId.Length == 0);
    }

    [Fact]
    public async Task A_service_that_is_still_starting_logs_no_error_for_it()
    {
        await Eventually.BecomesAsync(
            "word that the services' databases are prepared",
            () => Task.FromResult(Shop.Telemetry.Logs.Where(log => log.Message.StartsWith("Health check", StringComparison.Ordinal)).ToList()),
            logs => Services.All(service => logs.Any(log => log.Service == service && log.Message.EndsWith("is healthy", StringComparison.Ordinal))));

        Assert.DoesNotContain(Shop.Telemetry.Logs, log => log.Message.Contains("with status Unhealthy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_service_sends_its_metrics_and_the_shop_its_own()
    {
        var product = await Shop.NewProductAsync(stock: 10);
        await Shop.ConfirmedOrderAsync(product.Id);

        await Eventually.BecomesAsync(
            "request durations of each service and the shop's orders",
            () => Task.FromResult(Services.Where(service => !Shop.Telemetry.HasMetric(service, "http.server.request.duration"))
                .Concat(Shop.Telemetry.HasMetric("order-api", "shop.orders") ? [] : ["shop.orders"]).ToList()),
            missing => missing.Count == 0);
    }

    /// <summary>The test is the caller: its own trace context makes the order's trace findable among all others.</summary>
    private async Task<(string TraceId, string SpanId)> PlaceTracedOrderAsync(int productId)
    {
        var (traceId, spanId) = (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Content = JsonContent.Create(new { customerId = "traced", lines = new[] { new OrderLine(productId, 1) }, paymentMethod = "approve" }),
        };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        request.Headers.Add("traceparent", $"00-{traceId}-{spanId}-01");
        using var response = await Shop.Orders.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (traceId, spanId);
    }

    private static bool IsSql(ReceivedSpan span) =>
        span.Attributes.Any(attribute => attribute is { Key: "db.system" or "db.system.name", Value: "postgresql" });

    private static IEnumerable<ReceivedSpan> PathToRoot(ReceivedSpan span, Dictionary<string, ReceivedSpan> byId)
    {
        for (var at = span; at is not null; at = byId.GetValueOrDefault(at.ParentSpanId)) yield return at;
    }
}
