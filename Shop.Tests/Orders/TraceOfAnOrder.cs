using System.Diagnostics;
using System.Net;
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
    public async Task What_had_to_be_tried_again_stays_one_tree_and_shows_the_error_where_it_happened()
    {
        var product = await Shop.NewProductAsync(stock: 10);
        var (traceId, callerSpanId) = await Shop.PlaceTracedOrderAsync(product.Id, "fail-4-then-approve", HttpStatusCode.Created, HttpStatusCode.Accepted);

        var spans = await Eventually.BecomesAsync(
            "payments that fail and one that does not in one whole tree", () => Shop.Telemetry.SpansOfAsync(traceId),
            spans => Answers(spans, "200") > 0 && spans.Any(span => span.ParentSpanId == callerSpanId) && Orphans(spans).Count == 0);

        // The gateway did not answer: the service that asked it says so, and the one that called the service.
        Assert.NotEqual(0, Answers(spans, "503"));
        foreach (var failed in spans.Where(span => span.Service == "payment-api" && span.Kind == ActivityKind.Server && StatusOf(span) == "503"))
        {
            Assert.Contains("error.type", failed.Attributes.Keys);
            Assert.Equal("503", spans.Single(span => span.SpanId == failed.ParentSpanId).Attributes["error.type"]);
        }

        // Nothing else has failed: not the product service, nor the order as a whole.
        Assert.All(spans.Where(span => span.Attributes.ContainsKey("error.type")), span => Assert.Contains("/payments/", AddressOf(span), StringComparison.Ordinal));

        List<ReceivedSpan> Orphans(IReadOnlyList<ReceivedSpan> all) =>
            [.. all.Where(span => span.ParentSpanId != callerSpanId && all.All(other => other.SpanId != span.ParentSpanId))];
        static int Answers(IReadOnlyList<ReceivedSpan> all, string status) =>
            all.Count(span => span.Service == "payment-api" && span.Kind == ActivityKind.Server && StatusOf(span) == status);
        static string? StatusOf(ReceivedSpan span) => span.Attributes.GetValueOrDefault("http.response.status_code");
        static string AddressOf(ReceivedSpan span) => span.Attributes.GetValueOrDefault("url.full") ?? span.Attributes.GetValueOrDefault("url.path") ?? "";
    }

    [Fact]
    public async Task A_refusal_is_no_error_and_is_seen_where_it_was_made()
    {
        var product = await Shop.NewProductAsync(stock: 10);
        var (traceId, _) = await Shop.PlaceTracedOrderAsync(product.Id, "decline", HttpStatusCode.PaymentRequired);

        var spans = await Eventually.BecomesAsync(
            "the payment's answer in the trace", () => Shop.Telemetry.SpansOfAsync(traceId),
            spans => spans.Any(span => span.Service == "payment-api" && span.Kind == ActivityKind.Server));

        var payment = Assert.Single(spans, span => span.Service == "payment-api" && span.Kind == ActivityKind.Server && span.Attributes["http.request.method"] == "PUT");
        Assert.Equal("402", payment.Attributes["http.response.status_code"]);
        Assert.DoesNotContain("error.type", payment.Attributes.Keys);
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
