using Shop.OrderApi.Orders;
using Shop.ServiceDefaults;

namespace Shop.OrderApi.Clients;

/// <summary>Goods that are held for an order: its lines with names and prices, as of that moment.</summary>
internal sealed record Reservation(string Currency, decimal Total, IReadOnlyList<OrderLine> Lines);

/// <summary>A reservation as the product service tells it. Anything may be missing.</summary>
internal sealed record ReservationAnswer(Guid? OrderId, string? Status, string? Currency, decimal? Total, IReadOnlyList<OrderLine?>? Lines)
{
    /// <summary>As long as the catalogue allows; a longer name is cut before it is stored.</summary>
    private const int MaxNameLength = 200;

    /// <summary>The reservation, where it is the one asked for: these lines and no others, each priced, and their sum the total.</summary>
    public Reservation? Of(Guid orderId, IReadOnlyList<OrderLine> asked)
    {
        if (OrderId != orderId || Status != "Reserved" || Currency is not { Length: 3 } || !Currency.All(char.IsAsciiLetterUpper)) return null;
        if (Lines is null || Lines.Count != asked.Count || Total is not (>= 0 and <= Order.MaxAmount)) return null;

        var lines = new List<OrderLine>(asked.Count);
        foreach (var (productId, quantity, _, _, _) in asked)
        {
            // An order has one line for a product: so many different ones found among as many leave none over.
            var line = Lines.FirstOrDefault(line => line?.ProductId == productId);
            if (line is not { Name: { } name, UnitPrice: { } price and >= 0, Amount: { } amount }) return null;
            if (line.Quantity != quantity || !price.IsInCents() || price > Order.MaxAmount || amount != price * quantity) return null;
            lines.Add(line with { Name = ForeignText.Clean(name, MaxNameLength) });
        }

        return lines.Sum(line => line.Amount) == Total ? new(Currency, Total.Value, lines) : null;
    }
}

/// <summary>How a reservation has ended, as the product service tells it.</summary>
internal sealed record ReservationStatusAnswer(Guid? OrderId, string? Status);
