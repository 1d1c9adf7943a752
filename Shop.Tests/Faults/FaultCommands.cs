using System.Net;
using System.Net.Http.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>The faults that anybody who looks at the dashboard can try: what they do, that they are over, and who does not have them.</summary>
[Collection(nameof(FaultyShop))]
public sealed class FaultCommands(FaultyShop shop) : ShopTest(shop)
{
    private static readonly TimeSpan HealthBound = TimeSpan.FromMinutes(1);

    private static readonly string[] Names = ["kill", "lose-answers", "slow-down", "freeze", "end-sessions", "fill-connections"];

    [Fact]
    public async Task What_was_killed_is_broken_no_further_and_works_once_it_is_started()
    {
        var product = await Shop.NewProductAsync(stock: 1);
        await shop.KillAsync(FaultyShop.PaymentApi);

        foreach (var command in (string[])["kill", "freeze"])
        {
            var result = await shop.App.ResourceCommands.ExecuteCommandAsync(FaultyShop.PaymentApi, command, TestContext.Current.CancellationToken);
            Assert.False(result.Success);
            Assert.Contains("is not running", result.Message, StringComparison.Ordinal);
        }

        await shop.StartAgainAsync(FaultyShop.PaymentApi);
        await IsConfirmedAsync(product);
    }

    [Fact]
    public async Task While_payments_are_frozen_an_order_is_accepted_and_it_is_confirmed_when_they_go_on()
    {
        var product = await Shop.NewProductAsync(stock: 1000);
        var freezing = shop.CommandAsync(FaultyShop.PaymentApi, "freeze");

        // Until they stand still, orders are confirmed.
        var order = await Eventually.BecomesAsync("an order that has to wait", () => OrderAsync(product), order => order?.Status == "Pending");

        await freezing;
        await Eventually.BecomesAsync(
            $"order {order!.Id} to be confirmed", () => Shop.Orders.GetFromJsonAsync<OrderView>($"/orders/{order.Id}"), later => later!.Status == "Confirmed");
        Assert.Equal("Authorized", (await Shop.PaymentOfAsync(order.Id))?.Status);
    }

    [Fact]
    public async Task While_payments_are_slow_orders_are_confirmed_and_they_are_quick_again_afterwards()
    {
        var product = await Shop.NewProductAsync(stock: 1000);
        var process = await shop.ProcessOfAsync(FaultyShop.PaymentApi);
        var slowing = shop.CommandAsync(FaultyShop.PaymentApi, "slow-down");

        await Eventually.BecomesAsync("the service to stand still for a moment", () => Task.FromResult(StateOf(process)), state => state == 'T');
        await Eventually.BecomesAsync("the service to go on", () => Task.FromResult(StateOf(process)), state => state != 'T');
        Assert.NotNull(await Shop.BuyAsync([new(product.Id, 1)]));
        await slowing;

        for (var i = 0; i < 20; i++) Assert.NotEqual('T', StateOf(process));
        await Shop.ConfirmedOrderAsync(product.Id);

        // The third word: T is stopped (proc_pid_stat(5)).
        static char StateOf(int id) => File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1][0];
    }

    [Fact]
    public async Task What_payments_have_done_and_nobody_heard_of_is_asked_for_again_and_not_done_twice()
    {
        var product = await Shop.NewProductAsync(stock: 3);
        var (began, payments) = (DateTime.UtcNow, shop.App.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(resource => resource.Name == FaultyShop.PaymentApi));
        await LoseAnswersAsync(FaultyShop.PaymentApi);

        // None is left to be lost by what comes after.
        for (var order = 0; order < 3; order++) await IsConfirmedAsync(product);

        Assert.Equal(0, await Shop.AvailableAsync(product.Id));
        await Eventually.BecomesAsync(
            "three answers to be lost", () => ResourceLogs.SinceAsync(shop.App, payments, began), lines => lines.Count(line => line.Contains("is lost on purpose", StringComparison.Ordinal)) == 3);
    }

    [Fact]
    public async Task A_customer_who_hears_nothing_asks_again_and_gets_the_order_that_was_placed()
    {
        var product = await Shop.NewProductAsync(stock: 5);
        var key = Guid.CreateVersion7().ToString();
        await LoseAnswersAsync(FaultyShop.OrderApi);

        var lost = 0;
        var placed = await Eventually.BecomesAsync("an answer", async () =>
        {
            try
            {
                return await Shop.PlaceOrderAsync([new(product.Id, 1)], key: key);
            }
            catch (HttpRequestException)
            {
                lost++;
                return null;
            }
        }, answer => answer is not null);

        using (placed) Assert.Equal(HttpStatusCode.Created, placed!.StatusCode);
        Assert.InRange(lost, 1, 3);
        Assert.Equal(4, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task After_every_session_was_ended_orders_are_confirmed_on_new_ones()
    {
        var product = await Shop.NewProductAsync(stock: 2);
        await Shop.ConfirmedOrderAsync(product.Id);
        var sessions = await Shop.ScalarAsync<int[]>("orderdb", "SELECT array_agg(pid) FROM pg_stat_activity WHERE usename = 'orderdb'");

        await shop.CommandAsync(FaultyShop.Postgres, "end-sessions");

        await IsConfirmedAsync(product);
        await Eventually.BecomesAsync(
            "the sessions to be gone", () => Shop.ScalarAsync<long>("orderdb", "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY($1)", (object)sessions), left => left == 0);
        Assert.Equal(0, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task While_no_connection_is_left_no_order_is_lost()
    {
        var product = await Shop.NewProductAsync(stock: 1);
        using var release = new CancellationTokenSource();
        var filling = await FillConnectionsAsync(release.Token);

        await IsConfirmedAsync(product);
        await release.CancelAsync();

        // On a slow machine the fault is over before the order is there.
        await filling;
        Assert.Equal(0, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task A_command_that_is_cancelled_gives_the_connections_back()
    {
        using var release = new CancellationTokenSource();
        var filling = await FillConnectionsAsync(release.Token);

        await release.CancelAsync();

        Assert.True((await filling).Canceled);
        await Eventually.BecomesAsync("the server to take a connection", RefusalAsync, refusal => refusal is null);
    }

    [Theory]
    [InlineData(new string[0], "kill, lose-answers, slow-down, freeze, end-sessions, fill-connections")]
    [InlineData(new[] { "--Shop:Topology=monolith" }, "kill, lose-answers, slow-down, freeze, end-sessions, fill-connections")]
    [InlineData(new[] { "--environment=Production" }, "")]
    [InlineData(new[] { "--operation=publish", "--publisher=manifest" }, "")]
    [InlineData(new[] { "--DOTNET_WATCH=1" }, "end-sessions, fill-connections")]
    public async Task They_are_there_under_development_and_for_processes_of_ones_own(string[] arguments, string expected)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(arguments, TestContext.Current.CancellationToken);

        var present = builder.Resources.SelectMany(resource => resource.Annotations.OfType<ResourceCommandAnnotation>()).Select(command => command.Name).ToHashSet();
        Assert.Equal(expected, string.Join(", ", Names.Where(present.Contains)));
    }

    /// <summary>Has every connection taken, and returns once the server refuses one.</summary>
    /// <param name="cancellationToken">Ends it before its time.</param>
    /// <returns>The command, under way.</returns>
    private async Task<Task<ExecuteCommandResult>> FillConnectionsAsync(CancellationToken cancellationToken)
    {
        var filling = shop.App.ResourceCommands.ExecuteCommandAsync(FaultyShop.Postgres, "fill-connections", cancellationToken);
        await Eventually.BecomesAsync("the server to refuse a connection", RefusalAsync, refusal => refusal == PostgresErrorCodes.TooManyConnections);
        return filling;
    }

    /// <summary>Who was broken by another test may not be well again yet, and then refuses this.</summary>
    private async Task LoseAnswersAsync(string resource)
    {
        await shop.App.ResourceNotifications.WaitForResourceHealthyAsync(resource, TestContext.Current.CancellationToken).WaitAsync(HealthBound, TestContext.Current.CancellationToken);
        await shop.CommandAsync(resource, "lose-answers");
    }

    /// <summary>As a customer does: again with the same key until it is there, and never told that something is broken for good.</summary>
    private async Task IsConfirmedAsync(ProductView product)
    {
        var key = Guid.CreateVersion7().ToString();
        await Eventually.BecomesAsync(
            "an order to be confirmed",
            async () =>
            {
                using var answer = await Shop.PlaceOrderAsync([new(product.Id, 1)], key: key);
                Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
                return answer.StatusCode;
            },
            status => status == HttpStatusCode.Created);
    }

    private async Task<OrderView?> OrderAsync(ProductView product)
    {
        using var answer = await Shop.PlaceOrderAsync([new(product.Id, 1)]);
        return await answer.Content.ReadFromJsonAsync<OrderView>();
    }

    /// <returns>Why a customer of the server's is refused, as an SQLSTATE; null where none is.</returns>
    private async Task<string?> RefusalAsync()
    {
        var login = new NpgsqlConnectionStringBuilder(await shop.App.GetConnectionStringAsync("orderdb")) { Pooling = false };
        await using var connection = new NpgsqlConnection(login.ConnectionString);
        try
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            return null;
        }
        catch (PostgresException refusal)
        {
            return refusal.SqlState;
        }
    }
}
