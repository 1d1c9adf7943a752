using System.Diagnostics;
using System.Globalization;
using Shop.Tests.Faults.Checker;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>
/// Customers who come at a steady rate, whatever becomes of those before them (an open loop): a shop that stands still does not
/// keep anybody from coming. Many want the same product, and one product is short.
/// </summary>
internal sealed class ShoppingCrowd : IAsyncDisposable
{
    private const int UsualProducts = 8;
    private const int PlentyOfStock = 100_000;
    private const int ScarceStock = 40;

    // What the gateway does by itself goes wrong beside what is done to the shop.
    private static readonly string[] PaymentMethods =
    [
        "approve", "approve", "approve", "approve", "approve", "decline", "insufficient-funds", "timeout-then-approve", "approve-but-lose-answer", "fail-4-then-approve",
    ];

    private readonly HttpClient _orders;
    private readonly int[] _products;
    private readonly Acknowledged _acknowledged;
    private readonly double _customersPerSecond;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly Task _coming;

    private ShoppingCrowd(HttpClient orders, int[] products, double customersPerSecond, Acknowledged acknowledged)
    {
        (_orders, _products, _customersPerSecond, _acknowledged) = (orders, products, customersPerSecond, acknowledged);
        _coming = ComeAsync();
    }

    /// <summary>Lets them come.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="customersPerSecond">How many.</param>
    /// <param name="acknowledged">Where they write down what they were told.</param>
    public static async Task<ShoppingCrowd> StartAsync(FaultyShop shop, double customersPerSecond, Acknowledged acknowledged)
    {
        var products = new List<int>();
        for (var i = 0; i < UsualProducts; i++) products.Add((await shop.NewProductAsync(PlentyOfStock)).Id);
        products.Add((await shop.NewProductAsync(ScarceStock)).Id);
        var orders = Credentials.NewClient(shop.OrdersThroughWire);
        return new(orders, [.. products], customersPerSecond, acknowledged);
    }

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
        _orders.Dispose();
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
        var dice = new Random(number);
        // Every third wants the first product, every eighth the one that is short.
        var product = number % 3 == 0 ? _products[0] : number % 8 == 0 ? _products[^1] : _products[dice.Next(UsualProducts)];
        var lines = new List<OrderLine> { new(product, dice.Next(1, 4)) };
        var second = _products[dice.Next(UsualProducts)];
        if (second != product && dice.Next(3) == 0) lines.Add(new(second, 1));
        return new(
            _orders, string.Create(CultureInfo.InvariantCulture, $"crowd-{_name}-{number}"), lines, PaymentMethods[dice.Next(PaymentMethods.Length)], dice, _acknowledged);
    }
}
