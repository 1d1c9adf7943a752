using System.Diagnostics;
using Shop.Tests.Hosting;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Orders;

/// <summary>One checkout is one trace, across every process and database that it touches.</summary>
[Collection(nameof(Alone))]
public sealed class TraceOfAnOrder(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task The_spans_of_three_services_and_their_databases_form_one_tree()
    {
        var product = await Shop.NewProductAsync(stock: 1000);

        var (_, callerSpanId, spans) = await Shop.WholeTraceAsync(product.Id);

        var byId = spans.ToDictionary(span => span.SpanId);
        var entry = Assert.Single(spans, span => span.ParentSpanId == callerSpanId);
        Assert.Equal(("order-api", ActivityKind.Server), (entry.Service, entry.Kind));

        // Each service was entered by a client span of the order service, and each statement hangs below its own service's entry.
        foreach (var called in spans.Where(span => span.Kind == ActivityKind.Server && span != entry))
        {
            var caller = byId[called.ParentSpanId];
            Assert.Equal(("order-api", ActivityKind.Client), (caller.Service, caller.Kind));
        }

        foreach (var statement in spans.Where(TracedOrders.IsSql))
        {
            var path = PathToRoot(statement, byId).ToList();
            Assert.Contains(path, span => span.Service == statement.Service && span.Kind == ActivityKind.Server);
            Assert.Equal(entry, path[^1]);
        }
    }

    [Fact]
    public async Task No_secret_travels_with_the_spans()
    {
        var product = await Shop.NewProductAsync(stock: 1000);
        await Shop.WholeTraceAsync(product.Id);
        var passwords = new List<string>();
        foreach (var database in (string[])["productdb", "orderdb", "paymentdb"])
        {
            var connectionString = await Aspire.Hosting.Testing.DistributedApplicationHostingTestingExtensions
                .GetConnectionStringAsync(Shop.App, database, TestContext.Current.CancellationToken);
            passwords.Add(new Npgsql.NpgsqlConnectionStringBuilder(connectionString).Password!);
        }

        var (spans, logs) = (await Shop.Telemetry.LatestSpansAsync(), await Shop.Telemetry.LogsAsync());
        foreach (var password in passwords)
        {
            Assert.DoesNotContain(spans, span => span.Attributes.Values.Any(value => value.Contains(password, StringComparison.Ordinal)));
            Assert.DoesNotContain(logs, log => log.Message.Contains(password, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task No_poll_of_a_database_makes_a_trace_of_its_own()
    {
        var product = await Shop.NewProductAsync(stock: 10);
        var (traceId, _) = await Shop.PlaceTracedOrderAsync(product.Id);

        // The relay has looked for the order's event by then, and the worker many times for orders to resume.
        await Eventually.BecomesAsync("the order's own statements", () => Shop.Telemetry.SpansOfAsync(traceId), spans => spans.Any(TracedOrders.IsSql));
        await Eventually.BecomesAsync(
            "the publication of its event",
            () => Shop.Telemetry.SpansNamedAsync("outbox publish"),
            published => published.Any(span => span.LinkedTraceIds.Contains(traceId)));

        Assert.DoesNotContain(await Shop.Telemetry.LatestSpansAsync(), span => span.IsSql() && span.ParentSpanId.Length == 0);
    }

    [Fact]
    public async Task A_service_that_is_still_starting_logs_no_error_for_it()
    {
        var logs = await Eventually.BecomesAsync(
            "word that the services' databases are prepared",
            Shop.Telemetry.LogsAsync,
            logs => TracedOrders.Services.All(service => logs.Any(log => log.Service == service
                && log.Message.StartsWith("Health check", StringComparison.Ordinal) && log.Message.EndsWith("is healthy", StringComparison.Ordinal))));

        Assert.DoesNotContain(logs, log => log.Message.Contains("with status Unhealthy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_service_sends_its_metrics_and_the_shop_its_own()
    {
        var product = await Shop.NewProductAsync(stock: 10);
        await Shop.ConfirmedOrderAsync(product.Id);

        await Eventually.BecomesAsync(
            "request durations of each service and the shop's orders",
            () => Task.FromResult(TracedOrders.Services.Where(service => !Shop.Metrics.HasMetric(service, "http.server.request.duration"))
                .Concat(Shop.Metrics.HasMetric("order-api", "shop.orders") ? [] : ["shop.orders"]).ToList()),
            missing => missing.Count == 0);
    }

    private static IEnumerable<ReceivedSpan> PathToRoot(ReceivedSpan span, Dictionary<string, ReceivedSpan> byId)
    {
        for (var at = span; at is not null; at = byId.GetValueOrDefault(at.ParentSpanId)) yield return at;
    }
}
