using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;
using Shop.Tests.Hosting;

namespace Shop.Tests.Payments;

/// <summary>What the gateway was asked for is in the ledger, whatever becomes of whoever asked.</summary>
public sealed class LedgerAgainstGateway(ShopFixture shop) : ShopTest(shop)
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1), Soon = TimeSpan.FromSeconds(0.3);

    [Theory]
    [InlineData("authorize")]
    [InlineData("capture")]
    [InlineData("void")]
    [InlineData("refund")]
    public async Task A_client_that_hangs_up_changes_nothing_of_what_is_recorded(string kind)
    {
        const int clients = 24;
        const int longestWaitInMilliseconds = 30;
        await using var host = await PaymentHost.StartAsync(Shop, reconcileAfter: Never);
        var orders = new List<Guid>();
        for (var i = 0; i < clients; i++) orders.Add(await PrepareAsync(host, kind));

        // As long as the requests take: some clients go before the gateway is asked, some while it works, some after that.
        host.Gateway.AnswerDelay = TimeSpan.FromMilliseconds(longestWaitInMilliseconds / 2);
        var dice = new Random(11);
        foreach (var (method, path, body) in orders.Select(order => RequestOf(kind, order)))
            await RudeClient.HangUpAsync(host.Address, method, path, body, after: TimeSpan.FromMilliseconds(dice.Next(longestWaitInMilliseconds)));

        await host.AgreeAsync();
        Assert.NotEqual(0, await host.ReadAsync<long>($"SELECT count(*) FROM payment.ledger_entries WHERE kind = '{kind}'"));
    }

    [Theory]
    [InlineData("authorize")]
    [InlineData("capture")]
    [InlineData("void")]
    [InlineData("refund")]
    public async Task What_a_process_that_died_has_asked_the_gateway_for_gets_into_the_ledger_by_itself(string kind)
    {
        await using var host = await PaymentHost.StartAsync(Shop, reconcileAfter: Soon);
        var order = await PrepareAsync(host, kind);
        var deaths = new ConcurrentDictionary<string, bool>();
        // The first time nobody is there any more to hear the answer.
        host.Gateway.BeforeAnswer = request =>
        {
            if (deaths.TryAdd(request.Key, true)) throw new InvalidOperationException("The process is no more.");
        };

        using var died = await SendAsync(host.Client, RequestOf(kind, order));

        Assert.Equal(HttpStatusCode.InternalServerError, died.StatusCode);
        Assert.Single(deaths);
        await host.AgreeAsync();
        Assert.Equal(1, await host.ReadAsync<long>($"SELECT count(*) FROM payment.ledger_entries WHERE kind = '{kind}'"));
        Assert.Equal(2, await host.ReadAsync<int>($"SELECT attempts FROM gateway.operations WHERE kind = '{kind}'"));
    }

    [Fact]
    public async Task What_the_gateway_leaves_open_is_counted_with_its_age_until_it_is_known()
    {
        await using var host = await PaymentHost.StartAsync(Shop, reconcileAfter: Soon);
        var order = await PrepareAsync(host, "capture");
        host.Gateway.BeforeAnswer = _ => throw new GatewayUncertainException("Nothing is heard of it.");
        using var unheard = await SendAsync(host.Client, RequestOf("capture", order));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unheard.StatusCode);

        await Eventually.BecomesAsync(
            "the difference to be counted", () => Task.FromResult((Count: Gauge("shop.gateway.differences"), Age: Gauge("shop.gateway.differences.age"))),
            seen => seen is { Count: 1, Age: > 0.3 }, TimeSpan.FromSeconds(20));
        host.Gateway.BeforeAnswer = _ => { };

        await host.AgreeAsync();
        await Eventually.BecomesAsync(
            "the difference to be over", () => Task.FromResult((Count: Gauge("shop.gateway.differences"), Age: Gauge("shop.gateway.differences.age"))),
            seen => seen is { Count: 0, Age: 0 }, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_refund_that_the_gateway_refuses_stays_refused_under_its_name_and_its_money_is_there_for_another()
    {
        await using var host = await PaymentHost.StartAsync(Shop, reconcileAfter: Never);
        var order = await PrepareAsync(host, "refund");
        host.Gateway.Refuses = request => request is { Kind: MovementKind.Refund, Reference: "a" };

        for (var i = 0; i < 2; i++)
        {
            using var refused = await host.Client.PostAsJsonAsync($"/payments/{order}/refund", new { refundId = "a", amount = 10m });
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Equal("/problems/refund-refused", (await ProblemView.ReadAsync(refused)).Type);
        }

        using var other = await host.Client.PostAsJsonAsync($"/payments/{order}/refund", new { refundId = "b", amount = 10m });
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        await host.AgreeAsync();
    }

    [Theory]
    [InlineData("void")]
    [InlineData("refund")]
    public async Task A_database_that_is_far_away_keeps_nothing_from_being_finished_by_clients_that_wait_for_less_than_all_of_it(string kind)
    {
        const int mostAttempts = 8;
        var there = TimeSpan.FromMilliseconds(200);
        await using var host = await PaymentHost.StartAsync(Shop, reconcileAfter: Never);
        var order = await PrepareAsync(host, kind);
        host.Wire.Delay = there;
        // Long enough to ask the database twice; a request does it three times and more.
        var patience = there * 2 * 2.4;

        for (var attempt = 1; ; attempt++)
        {
            Assert.True(attempt <= mostAttempts, "It begins at the beginning each time.");
            try
            {
                using var bound = new CancellationTokenSource(patience);
                using var done = await SendAsync(host.Client, RequestOf(kind, order), bound.Token);
                Assert.Equal(HttpStatusCode.OK, done.StatusCode);
                break;
            }
            catch (OperationCanceledException)
            {
                // The client has given up and comes again.
            }
        }

        host.Wire.Delay = TimeSpan.Zero;
        await host.AgreeAsync();
    }

    /// <summary>An order of 10.00 that is ready for the request.</summary>
    private static async Task<Guid> PrepareAsync(PaymentHost host, string kind)
    {
        var order = Guid.CreateVersion7();
        foreach (var before in kind switch { "authorize" => [], "refund" => ["authorize", "capture"], _ => (string[])["authorize"] })
        {
            using var response = await SendAsync(host.Client, RequestOf(before, order));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        return order;
    }

    private static (HttpMethod Method, string Path, string Body) RequestOf(string kind, Guid order) => kind switch
    {
        "authorize" => (HttpMethod.Put, $"/payments/{order}", JsonSerializer.Serialize(new { amount = 10m, currency = "EUR", method = "approve" })),
        "refund" => (HttpMethod.Post, $"/payments/{order}/refund", JsonSerializer.Serialize(new { refundId = "r1", amount = 10m })),
        _ => (HttpMethod.Post, $"/payments/{order}/{kind}", "{}"),
    };

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, (HttpMethod Method, string Path, string Body) request, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(request.Method, request.Path) { Content = new StringContent(request.Body, Encoding.UTF8, "application/json") };
        return await client.SendAsync(message, cancellationToken);
    }

    /// <summary>The highest value that any payment module of this process reports now.</summary>
    private static double Gauge(string name)
    {
        var highest = 0.0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == "Shop.Payment" && instrument.Name == name) listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => highest = Math.Max(highest, value));
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => highest = Math.Max(highest, value));
        listener.Start();
        listener.RecordObservableInstruments();
        return highest;
    }
}
