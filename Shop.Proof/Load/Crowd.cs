using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Proof.History;

namespace Shop.Proof.Load;

/// <summary>
/// Customers who come at a steady rate, whatever becomes of those before them (an open loop): a shop that stands still does not
/// keep anybody from coming. Many want the same product, and one product is short.
/// </summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int UsualProducts = 8;
    private const int PlentyOfStock = 100_000;
    private const int ScarceStock = 40;
    private const int LookersAtOnce = 8;
    private const int MostLooks = 120;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(0.5);

    // What the gateway does by itself goes wrong beside what is done to the shop.
    private static readonly string[] PaymentMethods =
    [
        "approve", "approve", "approve", "approve", "approve", "decline", "insufficient-funds", "timeout-then-approve", "approve-but-lose-answer", "fail-4-then-approve",
    ];

    private readonly ShopClients _shop;
    private readonly int[] _products;
    private readonly double _customersPerSecond;
    private readonly int _seed;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly Task _coming;

    private Crowd(ShopClients shop, int[] products, double customersPerSecond, int seed)
    {
        (_shop, _products, _customersPerSecond, _seed) = (shop, products, customersPerSecond, seed);
        _coming = ComeAsync();
    }

    /// <summary>Lets them come.</summary>
    /// <param name="shop">The shop, by clients that write down what they are told.</param>
    /// <param name="customersPerSecond">How many.</param>
    /// <param name="seed">Decides what they do: the same customers come with the same seed.</param>
    public static async Task<Crowd> StartAsync(ShopClients shop, double customersPerSecond, int seed)
    {
        var products = new List<int>();
        for (var i = 0; i <= UsualProducts; i++) products.Add(await AddProductAsync(shop.Products, i < UsualProducts ? PlentyOfStock : ScarceStock));
        return new(shop, [.. products], customersPerSecond, seed);
    }

    /// <summary>
    /// Has somebody look at each order that anybody was told of, until nothing is under way with it or for a minute, and then at its payment:
    /// nothing may surprise them.
    /// </summary>
    /// <param name="shop">The shop, by clients that write down what they are told.</param>
    /// <param name="history">What was written down.</param>
    public static Task LookBackAsync(ShopClients shop, ClientHistory history) => Parallel.ForEachAsync(
        history.Exchanges.Where(exchange => exchange.PlacesOrder).Select(exchange => exchange.OrderId).OfType<Guid>().Distinct(),
        new ParallelOptions { MaxDegreeOfParallelism = LookersAtOnce },
        async (id, cancellationToken) =>
        {
            for (var looks = 0; looks < MostLooks && await IsUnderWayAsync(shop.Orders, id, cancellationToken); looks++)
                await Task.Delay(BetweenLooks, cancellationToken);
            using var payment = await shop.Payments.GetAsync($"/payments/{id}", cancellationToken);
        });

    /// <summary>Lets nobody in any more and waits until all have gone.</summary>
    public async Task CloseAsync()
    {
        await _stop.CancelAsync();
        await _coming;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _stop.Dispose();
    }

    private async Task ComeAsync()
    {
        var clock = Stopwatch.StartNew();
        var inside = new List<Task>();
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            // Counted from the start, so that a late one does not make all others late.
            var early = TimeSpan.FromSeconds(number / _customersPerSecond) - clock.Elapsed;
            if (early > TimeSpan.Zero) await Task.Delay(early);
            inside.Add(NewCustomer(number).ShopAsync());
        }

        await Task.WhenAll(inside);
    }

    private Customer NewCustomer(int number)
    {
        var dice = new Random(unchecked((_seed * 7919) + number));
        // Every third wants the first product, every eighth the one that is short.
        var product = number % 3 == 0 ? _products[0] : number % 8 == 0 ? _products[^1] : _products[dice.Next(UsualProducts)];
        var lines = new List<OrderLine> { new(product, dice.Next(1, 4)) };
        var second = _products[dice.Next(UsualProducts)];
        if (second != product && dice.Next(3) == 0) lines.Add(new(second, 1));
        return new(
            _shop.Orders, string.Create(CultureInfo.InvariantCulture, $"crowd-{_name}-{number}"), lines, PaymentMethods[dice.Next(PaymentMethods.Length)], dice);
    }

    private static async Task<bool> IsUnderWayAsync(HttpClient orders, Guid id, CancellationToken cancellationToken)
    {
        using var response = await orders.GetAsync($"/orders/{id}", cancellationToken);
        return response.IsSuccessStatusCode && (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).TryGetProperty("inProgress", out _);
    }

    private static async Task<int> AddProductAsync(HttpClient products, int stock)
    {
        using var created = await products.PostAsJsonAsync(
            "/products", new { name = $"Crowd product {Guid.CreateVersion7()}", description = "Made for a crowd.", category = "Tests", price = 10m, currency = "EUR" });
        created.EnsureSuccessStatusCode();
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt32();
        using var stocked = await products.PostAsJsonAsync($"/products/{id}/stock", new { delta = stock, reason = "delivery" });
        stocked.EnsureSuccessStatusCode();
        return id;
    }
}
