using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;
using Xunit.Sdk;

namespace Shop.Tests.AppHosts;

/// <summary>AppHosts on one machine do not know of each other.</summary>
public sealed class SideBySide
{
    // Each is a whole shop with a server, an orchestrator and a dashboard: as many as two cores can carry, or four at length.
    private static readonly int Hosts = Environment.GetEnvironmentVariable("SHOP_FAULTS") == "long" ? 4 : 2;

    [Fact]
    public async Task AppHosts_that_run_at_the_same_time_each_have_a_shop_of_their_own()
    {
        if (!OperatingSystem.IsLinux()) throw SkipException.ForSkip("Finds the processes of an AppHost in /proc, which only Linux has.");
        var hosts = Enumerable.Range(0, Hosts).Select(_ => AppHostProcess.Start()).ToArray();
        try
        {
            var shops = await Task.WhenAll(hosts.Select(host => host.HealthyAsync("Shop.OrderApi")));
            // One confirmed order in the first, two in the second, and so on: whoever shares a database with a neighbour sees too many.
            for (var shop = 0; shop < Hosts; shop++)
            {
                using var products = await hosts[shop].HealthyAsync("Shop.ProductApi");
                using var payments = await hosts[shop].HealthyAsync("Shop.PaymentApi");
                for (var order = 0; order <= shop; order++) await OrderAsync(shops[shop], $"order-{order}");
            }

            var seen = await Task.WhenAll(shops.Select(orders => orders.GetFromJsonAsync<object[]>("/orders", TestContext.Current.CancellationToken)));
            Assert.Equal(Enumerable.Range(1, Hosts), seen.Select(orders => orders!.Length));
            foreach (var orders in shops) orders.Dispose();
        }
        finally
        {
            await Task.WhenAll(hosts.Select(async host =>
            {
                await host.StopAsync();
                await host.DisposeAsync();
            }));
        }
    }

    // As a customer does: again with the same key until it is there.
    private static async Task OrderAsync(HttpClient orders, string key) => await Eventually.BecomesAsync(
        "a confirmed order",
        async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
            {
                Headers = { { "Idempotency-Key", key } },
                Content = JsonContent.Create(new { customerId = "ada", lines = new[] { new { productId = 1, quantity = 1 } }, paymentMethod = "approve" }),
            };
            using var answer = await orders.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        },
        status => status == HttpStatusCode.Created);
}
