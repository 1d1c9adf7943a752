using System.Globalization;

namespace Shop.Bench.Load;

/// <summary>A request that is ready to be sent.</summary>
/// <param name="Target">Where to.</param>
/// <param name="Bytes">Head and body.</param>
/// <param name="IsOrder">Whether it places an order: then 201 and 202 are what is asked for, else 200.</param>
internal readonly record struct PlannedRequest(HttpTarget Target, ReadOnlyMemory<byte> Bytes, bool IsOrder);

/// <summary>Makes the requests of the scenarios against one shape. Each client draws from a sequence of its own, the same in every run.</summary>
/// <param name="products">Where products are asked for.</param>
/// <param name="orders">Where orders are placed.</param>
/// <param name="productIds">The products there are.</param>
internal sealed class RequestMaker(HttpTarget products, HttpTarget orders, IReadOnlyList<int> productIds)
{
    /// <summary>The share of orders in the mix; the rest is lists and products, half each.</summary>
    public const double CheckoutShare = 0.1;

    private const int MostClients = 1024;
    private const int Customers = 10_000;

    private readonly Random[] _random = [.. Enumerable.Range(0, MostClients).Select(client => new Random(client))];
    private readonly byte[] _list = products.Get("/products");
    private readonly byte[][] _one = [.. productIds.Select(id => products.Get(string.Create(CultureInfo.InvariantCulture, $"/products/{id}")))];

    private int _questions;

    /// <summary>The list of products.</summary>
    public PlannedRequest List(int client) => new(products, _list, false);

    /// <summary>
    /// The list of products, read from the database for this request alone: ids start at one, so every starting point below
    /// that gives the same page, but no two requests ask the same question and none can be served from another's answer.
    /// </summary>
    public PlannedRequest ListUncached(int client) =>
        new(products, products.Get(string.Create(CultureInfo.InvariantCulture, $"/products?after=-{Interlocked.Increment(ref _questions)}")), false);

    /// <summary>The list of products as a page of the storefront, as shipped.</summary>
    /// <param name="pages">Where pages are looked at.</param>
    public static Func<int, PlannedRequest> Page(HttpTarget pages)
    {
        var page = pages.Get("/shop");
        return _ => new(pages, page, false);
    }

    /// <summary>A product, drawn evenly.</summary>
    public PlannedRequest One(int client) => new(products, _one[_random[client].Next(_one.Length)], false);

    /// <summary>An order of one piece of one product, drawn evenly, by a card that is approved; a new order each time.</summary>
    public PlannedRequest Checkout(int client)
    {
        var random = _random[client];
        var product = productIds[random.Next(productIds.Count)];
        var json = string.Create(CultureInfo.InvariantCulture,
            $$"""{"customerId":"{{CustomerName(random.Next(Customers))}}","lines":[{"productId":{{product}},"quantity":1}],"paymentMethod":"approve"}""");
        return new(orders, orders.Post("/orders", $"Idempotency-Key: {Guid.NewGuid():N}\r\n", json), true);
    }

    /// <summary>Nine times a list or a product, once an order.</summary>
    public PlannedRequest Mix(int client) => _random[client].NextDouble() switch
    {
        < CheckoutShare => Checkout(client),
        < CheckoutShare + ((1 - CheckoutShare) / 2) => List(client),
        _ => One(client),
    };

    /// <summary>Sends what a method above makes.</summary>
    /// <param name="make">The method.</param>
    public static SendRequest Sender(Func<int, PlannedRequest> make) => async (client, cancellationToken) =>
    {
        var request = make(client);
        var status = await request.Target.ConnectionOf(client).SendAsync(request.Bytes, cancellationToken);
        return new RequestOutcome(status, request.IsOrder ? status is 201 or 202 : status == 200);
    };

    private static string CustomerName(int number) => string.Create(CultureInfo.InvariantCulture, $"customer-{number}");
}
