using Shop.Web.Carts;
using Shop.Web.Clients;

namespace Shop.Web.Storefront;

/// <summary>A line of a cart with the product as it is now.</summary>
/// <param name="Line">What is wanted.</param>
/// <param name="Product">The product; nothing where it is no longer for sale.</param>
internal sealed record PricedLine(CartLine Line, ProductView? Product)
{
    /// <summary>What the line costs now.</summary>
    public decimal Amount => (Product?.Price ?? 0) * Line.Quantity;

    /// <summary>Whether it can be had as wanted.</summary>
    public bool IsToBeHad => Product?.Available >= Line.Quantity;
}

/// <summary>A cart with today's prices.</summary>
/// <param name="Lines">What is in it.</param>
/// <param name="IsKnown">Whether the catalogue has answered for all of it.</param>
internal sealed record PricedCart(IReadOnlyList<PricedLine> Lines, bool IsKnown)
{
    /// <summary>What all of it costs now.</summary>
    public decimal Total => Lines.Sum(line => line.Amount);

    /// <summary>Whether it can be ordered as it is.</summary>
    public bool CanBeOrdered => IsKnown && Lines.Count > 0 && Lines.All(line => line.IsToBeHad);

    /// <summary>Reads the cart of whoever looks at the page. The catalogue is asked for all lines at once.</summary>
    public static async Task<PricedCart> ReadAsync(CartStore carts, ProductClient products, HttpContext http)
    {
        var lines = await carts.ReadAsync(http);
        var answers = await Task.WhenAll(lines.Select(line => products.FindAsync(line.ProductId, http.RequestAborted)));
        return new(
            [.. lines.Zip(answers, (line, answer) => new PricedLine(line, answer.Value))],
            answers.All(answer => answer.Succeeded || answer.IsMissing));
    }
}
