using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.OrderApi;
using Shop.OrderApi.Data;
using Shop.PaymentApi.Gateway;
using Shop.ServiceDefaults;
using Shop.Tests.Hosting;
using Shop.Tests.Payments;
using Shop.Tests.Webhooks;

namespace Shop.Tests.Work;

/// <summary><c>POST /work</c> is open until what comes after answers is done, or for as long as it may be, and says what is left.</summary>
public sealed class RoundsOfWork(ShopFixture shop, MonolithFixture monolith) : ShopTest(shop)
{
    /// <summary>Far above what a round may take, so that an answer is not waited for by accident.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_round_has_the_loops_look_at_once_and_ends_when_what_they_began_has_ended()
    {
        const int deliveries = 40;
        await using var orders = await OrdersAlone.StartAsync(Shop, ("Webhooks:Interval", "00:10:00"), ("Work:LongestRound", "00:01:00"));
        await using var subscriber = await WebhookReceiver.StartAsync(async _ =>
        {
            // Longer than a round waits between two looks: the last one under way is looked at while it is.
            await Task.Delay(TimeSpan.FromSeconds(1));
            return StatusCodes.Status200OK;
        });
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);
        await orders.QueueAsync(subscription, deliveries);

        var left = await orders.Client.WorkAsync();

        Assert.Empty(left.Kinds);
        Assert.Equal(["deletions", "events", "orders", "webhooks"], left.Due.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(deliveries, subscriber.Calls.Count());
        Assert.Equal(deliveries, await orders.ScalarAsync<long>("SELECT count(*) FROM orders.webhook_deliveries WHERE status = 'Delivered'"));
    }

    [Fact]
    public async Task What_does_not_get_done_is_left_over_within_the_time_for_a_round_and_not_waited_for()
    {
        var never = new TaskCompletionSource<int>();
        await using var orders = await OrdersAlone.StartAsync(Shop, ("Work:LongestRound", "00:00:00.5"), ("Webhooks:Timeout", "00:01:00"));
        await using var subscriber = await WebhookReceiver.StartAsync(_ => never.Task);
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);
        var ids = await orders.QueueAsync(subscription, orders: 1);
        // Somebody has the order, and does not come to an end with it.
        await orders.RunAsync("UPDATE orders.orders SET due_at = now() + interval '10 s', lease_until = now() + interval '10 s' WHERE id = $1", ids[0]);

        var clock = Stopwatch.StartNew();
        var left = await orders.Client.WorkAsync();

        Assert.Contains("orders 1", left.Kinds);
        Assert.Contains("webhooks 1", left.Kinds);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.5), Patience);
        never.SetResult(StatusCodes.Status200OK);
    }

    [Fact]
    public async Task What_was_put_off_is_not_waited_for_and_it_is_said_when_it_is_due()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop, ("Work:LongestRound", "00:01:00"), ("Webhooks:RetryBase", "01:00:00"));
        await using var subscriber = await WebhookReceiver.StartAsync(_ => StatusCodes.Status500InternalServerError);
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);
        Assert.Null((await orders.Client.WorkAsync()).NextAt);
        await orders.QueueAsync(subscription, orders: 1);

        var left = await orders.Client.WorkAsync();

        Assert.Empty(left.Kinds);
        Assert.Equal(1, await orders.ScalarAsync<int>("SELECT attempts FROM orders.webhook_deliveries"));
        Assert.InRange(left.NextAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(61));
        await orders.RunAsync("UPDATE orders.webhook_subscriptions SET status = 'Paused'");
        Assert.Null((await orders.Client.WorkAsync()).NextAt);
    }

    [Fact]
    public async Task Looking_for_what_is_due_reads_no_more_of_the_queues_than_is_due()
    {
        const int putOff = 3000;
        // The worker takes what is due later than anything is ever put off: here that is later than what the test puts off.
        await using var orders = await OrdersAlone.StartAsync(Shop, ("Order:BackoffCap", "01:00:00"));
        await using var subscriber = await WebhookReceiver.StartAsync();
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);
        await orders.RunAsync("UPDATE orders.webhook_subscriptions SET status = 'Paused'");
        await orders.QueueAsync(subscription, putOff);
        await orders.RunAsync("UPDATE orders.orders SET due_at = now() + interval '10 m'; UPDATE orders.webhook_deliveries SET due_at = now() + interval '10 m'; UPDATE orders.webhook_subscriptions SET status = 'Active'");
        await orders.RunAsync("ANALYZE");

        // On a connection of the module's own: what it has set decides on the plan.
        await using var explain = orders.Services.GetRequiredService<OrderDatabase>().DataSource.CreateCommand($"EXPLAIN (ANALYZE, FORMAT JSON) {OrderDueWork.CountSql}");
        explain.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = TimeSpan.FromSeconds(12) });
        explain.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = TimeSpan.FromSeconds(15) });
        var plan = JsonSerializer.Deserialize<JsonElement>((string)(await explain.ExecuteScalarAsync())!);

        var scans = Nodes(plan[0].GetProperty("Plan"))
            .Where(node => node.TryGetProperty("Relation Name", out var table) && table.GetString() is "orders" or "events" or "webhook_deliveries").ToArray();
        Assert.Equal(5, scans.Length);
        Assert.All(scans, scan => Assert.InRange(scan.GetProperty("Actual Rows").GetDouble() + RemovedBy(scan, "Filter") + RemovedBy(scan, "Index Recheck"), 0, 1));

        static double RemovedBy(JsonElement scan, string what) => scan.TryGetProperty($"Rows Removed by {what}", out var removed) ? removed.GetDouble() : 0;

        static IEnumerable<JsonElement> Nodes(JsonElement node) => node.TryGetProperty("Plans", out var children)
            ? children.EnumerateArray().SelectMany(Nodes).Prepend(node)
            : [node];
    }

    [Fact]
    public async Task A_round_does_not_end_while_the_gateway_is_being_asked()
    {
        await using var host = await PaymentHost.StartAsync(Shop, reconcileAfter: TimeSpan.FromSeconds(0.3));
        var order = Guid.CreateVersion7();
        var asked = 0;
        host.Gateway.Refuses = _ =>
        {
            Interlocked.Increment(ref asked);
            return false;
        };
        host.Gateway.BeforeAnswer = _ => throw new GatewayUncertainException("Nothing is heard of it.");
        using var content = new StringContent("""{"amount":10,"currency":"EUR","method":"approve"}""", new MediaTypeHeaderValue("application/json"));
        using var unheard = await host.Client.PutAsync($"/payments/{order}", content);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unheard.StatusCode);
        host.Gateway.BeforeAnswer = _ => { };
        host.Gateway.AnswerDelay = TimeSpan.FromSeconds(0.7);
        var before = Volatile.Read(ref asked);
        await Eventually.BecomesAsync("the gateway to be asked again", () => Task.FromResult(Volatile.Read(ref asked)), count => count > before);

        var left = await host.Client.WorkAsync();

        Assert.Equal(["gateway"], left.Due.Keys);
        Assert.Empty(left.Kinds);
        Assert.Equal(0, await host.ReadAsync<long>("SELECT count(*) FROM payment.gateway_requests"));
    }

    [Fact]
    public async Task What_is_old_is_deleted_in_a_round_however_short_a_time_the_process_has_lived()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop, ("Work:LongestRound", "00:01:00"));
        await orders.RunAsync("INSERT INTO orders.idempotency_keys (customer_id, key, fingerprint, order_id, created_at) VALUES ('c', 'k', '', gen_random_uuid(), now() - interval '2 days')");

        Assert.Empty((await orders.Client.WorkAsync()).Kinds);
        Assert.Equal(0, await orders.ScalarAsync<long>("SELECT count(*) FROM orders.idempotency_keys"));
    }

    [Fact]
    public async Task A_round_ends_at_once_when_the_process_is_to_end()
    {
        var never = new TaskCompletionSource<int>();
        await using var orders = await OrdersAlone.StartAsync(Shop, ("Work:LongestRound", "00:05:00"), ("Webhooks:Timeout", "00:01:00"), ("Webhooks:Interval", "00:10:00"));
        var called = new TaskCompletionSource();
        await using var subscriber = await WebhookReceiver.StartAsync(_ =>
        {
            called.TrySetResult();
            return never.Task;
        });
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);
        await orders.QueueAsync(subscription, orders: 1);
        var round = orders.Client.WorkAsync();
        await called.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        orders.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Contains("webhooks 1", (await round.WaitAsync(Patience, TestContext.Current.CancellationToken)).Kinds);
        never.SetResult(StatusCodes.Status200OK);
    }

    [Fact]
    public async Task A_service_that_is_not_ready_all_the_time_says_so_and_not_that_nothing_is_left()
    {
        await using var app = await NowhereAsync(("Work:LongestRound", "00:00:00.2"));
        using var client = Credentials.NewClient(new(app.Urls.Single()));
        using var answer = await client.PostAsync("/work", null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter?.Delta);
        Assert.Equal("/problems/unavailable", (await ProblemView.ReadAsync(answer)).Type);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:10:01")]
    public async Task A_round_of_no_length_or_of_hours_ends_the_start(string length)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => NowhereAsync(("Work:LongestRound", length)));

        Assert.Contains("Work:LongestRound", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_scheduler_has_a_secret_nobody_is_one()
    {
        await using var app = await NowhereAsync(("Access:Callers:scheduler", ""));
        using var client = Credentials.NewStranger(new(app.Urls.Single()));
        foreach (var header in (AuthenticationHeaderValue?[])[null, Credentials.Scheduler, new("Basic", Convert.ToBase64String("scheduler:"u8))])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/work") { Headers = { Authorization = header } };
            using var answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task One_process_works_for_all_of_its_modules()
    {
        await monolith.StartAsync();

        Assert.Equal(["deletions", "events", "gateway", "orders", "webhooks"], (await monolith.Orders.WorkAsync()).Due.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>The order module with no database.</summary>
    private static async Task<WebApplication> NowhereAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(Credentials.Settings);
        builder.Configuration["ConnectionStrings:orderdb"] = "Host=127.0.0.1;Port=1;Timeout=1";
        foreach (var (key, value) in settings) builder.Configuration[key] = value;
        builder.AddServiceDefaults();
        builder.AddOrderModule();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapOrderModule();
        await app.StartAsync();
        return app;
    }
}
