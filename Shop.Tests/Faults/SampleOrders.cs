using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Proof.Audit;
using Shop.Proof.History;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>An order of each kind, for one piece of one product, and what its client knows of it.</summary>
internal sealed class SampleOrders
{
    private static readonly Lock Gate = new();
    private static Task<SampleOrders>? _made;

    private readonly Dictionary<string, Guid> _ids = [];
    private readonly Dictionary<string, string> _customers = [];

    private SampleOrders(int productId) => ProductId = productId;

    /// <summary>The product.</summary>
    public int ProductId { get; }

    /// <summary>The orders: <c>confirmed</c>, <c>shipped</c> and partly refunded, <c>cancelled</c>, <c>rejected</c>.</summary>
    public IReadOnlyDictionary<string, Guid> Ids => _ids;

    /// <summary>Whose they are; <c>nothing</c> was told that nothing was ordered, and has none.</summary>
    public IReadOnlyDictionary<string, string> Customers => _customers;

    /// <summary>What their clients know.</summary>
    public Acknowledged Acknowledged { get; } = new();

    /// <summary>The orders, made when they are asked for first, with nothing under way any more.</summary>
    /// <param name="shop">The shop.</param>
    public static Task<SampleOrders> OfAsync(FaultyShop shop)
    {
        lock (Gate) return _made ??= MakeAsync(shop);
    }

    private static async Task<SampleOrders> MakeAsync(FaultyShop shop)
    {
        var sample = new SampleOrders((await shop.NewProductAsync(stock: 20)).Id);
        await sample.PlaceAsync(shop, "confirmed", Told.Confirmed);
        await sample.PlaceAsync(shop, "shipped", Told.Confirmed);
        await sample.DoAsync(shop, "shipped", "ship", Told.Shipped);
        await sample.DoAsync(shop, "shipped", "refund", Told.Refunded, new { amount = 1m, refundId = ClientHistory.RefundId });
        await sample.PlaceAsync(shop, "cancelled", Told.Confirmed);
        await sample.DoAsync(shop, "cancelled", "cancel", Told.Cancelled);
        await sample.PlaceAsync(shop, "rejected", Told.Refused, "decline");
        await sample.WantMoreAsync(shop, "confirmed");
        // It takes an outage of products to be told so: this one has never asked for anything.
        sample.Acknowledged.AddNothing(sample._customers["nothing"] = $"sample-nothing-{Guid.NewGuid():N}");
        await shop.QuietAsync();
        return sample;
    }

    private async Task PlaceAsync(FaultyShop shop, string kind, Told told, string method = "approve")
    {
        var customer = _customers[kind] = $"sample-{kind}-{Guid.NewGuid():N}";
        Acknowledged.Came(customer);
        using var response = await shop.PlaceOrderAsync([new(ProductId, 1)], method, key: customer, customerId: customer);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        _ids[kind] = answer.GetProperty(told == Told.Refused ? "orderId" : "id").GetGuid();
        Acknowledged.Add(_ids[kind], told);
    }

    /// <summary>Two pieces under the key that stands for one.</summary>
    private async Task WantMoreAsync(FaultyShop shop, string kind)
    {
        using var response = await shop.PlaceOrderAsync([new(ProductId, 2)], key: _customers[kind], customerId: _customers[kind]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Acknowledged.AddNotOrdered(_customers[kind], new Dictionary<int, int> { [ProductId] = 2 });
    }

    private async Task DoAsync(FaultyShop shop, string kind, string what, Told told, object? body = null)
    {
        using var response = await shop.Orders.PostAsync($"/orders/{_ids[kind]}/{what}", body is null ? null : JsonContent.Create(body));
        response.EnsureSuccessStatusCode();
        Acknowledged.Add(_ids[kind], told);
    }
}
