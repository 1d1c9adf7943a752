using System.Globalization;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>
/// One order for each step: all of them stop after their step, and when the last one has stopped the order service dies with
/// all of them in its hands.
/// </summary>
public sealed class OrdersLeftBehind
{
    /// <summary>The steps after which a request can be made to die.</summary>
    public static readonly string[] Steps =
    [
        "Place", "Confirm.Reserve", "Confirm.Authorize", "Confirm.Finish",
        "Reject.Begin", "Reject.Void", "Reject.Release", "Reject.Finish",
        "Cancel.Begin", "Cancel.Void", "Cancel.Release", "Cancel.Finish",
        "Ship.Begin", "Ship.Capture", "Ship.Commit", "Ship.Finish",
        "Refund.Begin", "Refund.Refund",
    ];

    private readonly Lock _gate = new();
    private Task<IReadOnlyDictionary<string, string>>? _left;

    /// <summary>The customers of the orders that were left after each step, once the service runs again.</summary>
    /// <param name="shop">The shop.</param>
    public Task<IReadOnlyDictionary<string, string>> OfAsync(FaultyShop shop)
    {
        lock (_gate) return _left ??= LeaveAsync(shop);
    }

    /// <summary>The status in which an order ends that was left after a step.</summary>
    /// <param name="step">The step.</param>
    public static string EndOf(string step) => step.Split('.')[0] switch
    {
        "Place" or "Confirm" => "Confirmed",
        "Reject" => "Rejected",
        "Cancel" => "Cancelled",
        _ => "Shipped",
    };

    private static async Task<IReadOnlyDictionary<string, string>> LeaveAsync(FaultyShop shop)
    {
        var product = await shop.NewProductAsync(stock: 100);
        var requests = new List<Func<Task<HttpResponseMessage>>>();
        var customers = new Dictionary<string, string>();
        foreach (var step in Steps)
        {
            var customer = customers[step] = $"crash-{step}-{Guid.NewGuid():N}";
            requests.Add(await PrepareAsync(shop, step, customer, product.Id));
        }

        // Each request that is answered in place of being cut off has not come by its step.
        var answered = await Task.WhenAll(requests.Zip(Steps, async (send, step) => await IsAnsweredAsync(send) ? step : null));
        Assert.Empty(answered.OfType<string>());

        await shop.WaitUntilDeadAsync(FaultyShop.OrderApi);
        await shop.StartAgainAsync(FaultyShop.OrderApi);
        return customers;
    }

    private static async Task<Func<Task<HttpResponseMessage>>> PrepareAsync(FaultyShop shop, string step, string customer, int product)
    {
        var goal = step.Split('.')[0];
        if (goal is "Place" or "Confirm" or "Reject") return () => SendAsync(shop, step, "/orders", Order(goal == "Reject" ? "decline" : "approve"));

        using var placed = await shop.PlaceOrderAsync([new(product, 1)], customerId: customer);
        var order = (await placed.Content.ReadFromJsonAsync<OrderView>())!;
        if (goal == "Refund")
        {
            using var shipped = await shop.Orders.PostAsync($"/orders/{order.Id}/ship", null);
            shipped.EnsureSuccessStatusCode();
        }

        return () => SendAsync(shop, step, $"/orders/{order.Id}/{goal.ToLowerInvariant()}", goal == "Refund" ? JsonContent.Create(new { amount = 1m, refundId = "left-behind" }) : null);

        JsonContent Order(string paymentMethod) => JsonContent.Create(new { customerId = customer, lines = (OrderLine[])[new(product, 1)], paymentMethod });
    }

    private static async Task<HttpResponseMessage> SendAsync(FaultyShop shop, string step, string path, HttpContent? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        request.Headers.Add("Shop-Crash-After", string.Create(CultureInfo.InvariantCulture, $"{step}; together={Steps.Length}"));
        return await shop.Orders.SendAsync(request);
    }

    private static async Task<bool> IsAnsweredAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            using var response = await send();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
