using System.Globalization;

namespace Shop.ProductApi.Reservations;

/// <summary>The body of a reservation, as a client may have written it.</summary>
/// <param name="Lines">The goods; at least one line, each product once.</param>
public sealed record ReservationInput(IReadOnlyList<ReservationInputLine?>? Lines)
{
    /// <summary>The most lines of an order.</summary>
    public const int MaxLines = 100;

    /// <summary>The most pieces of one product in an order.</summary>
    public const int MaxQuantity = 10_000;

    /// <summary>Checks the body field by field.</summary>
    /// <param name="orderId">The order that the body is for.</param>
    /// <param name="request">The request, where nothing is wrong.</param>
    /// <returns>Reasons by field; empty where nothing is wrong.</returns>
    public Dictionary<string, string[]> Validate(Guid orderId, out ReservationRequest request)
    {
        request = new(orderId, []);
        if (Lines is not { Count: > 0 }) return new() { ["lines"] = ["At least one line is required."] };
        if (Lines.Count > MaxLines) return new() { ["lines"] = [$"At most {MaxLines} lines are allowed, not {Lines.Count}."] };

        var errors = new Dictionary<string, string[]>();
        var lines = new ReservationRequestLine[Lines.Count];
        var seen = new HashSet<int>();
        for (var i = 0; i < lines.Length; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"lines[{i}]");
            if (Lines[i] is not { } line)
            {
                errors[field] = ["A line cannot be null."];
                continue;
            }

            if (line.ProductId is not { } productId) errors[$"{field}.productId"] = ["The product is required."];
            else if (!seen.Add(productId)) errors[$"{field}.productId"] = [$"Product {productId} is in an earlier line already."];
            if (line.Quantity is not (>= 1 and <= MaxQuantity))
                errors[$"{field}.quantity"] = [$"The quantity is between 1 and {MaxQuantity}."];
            lines[i] = new(line.ProductId.GetValueOrDefault(), line.Quantity.GetValueOrDefault());
        }

        request = new(orderId, lines);
        return errors;
    }
}

/// <summary>One line of the body of a reservation.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">Pieces.</param>
public sealed record ReservationInputLine(int? ProductId, int? Quantity);
