using System.Buffers;
using Shop.OrderApi.Checkout;

namespace Shop.OrderApi.Orders;

/// <summary>The body of <c>POST /orders</c>, as sent: anything may be missing.</summary>
/// <param name="CustomerId">Whose order it is.</param>
/// <param name="Lines">What is ordered.</param>
/// <param name="PaymentMethod">How it is paid.</param>
public sealed record PlaceOrderRequest(string? CustomerId, IReadOnlyList<PlaceOrderLine?>? Lines, string? PaymentMethod)
{
    /// <summary>The most lines of an order.</summary>
    public const int MaxLines = 100;

    /// <summary>The most pieces of one product.</summary>
    public const int MaxQuantity = 10_000;

    /// <summary>The longest customer id and payment method, in characters.</summary>
    public const int MaxNameLength = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:@|+");

    /// <summary>Whether a text may be a customer id or a payment method: letters, digits and <c>-_.:@|+</c>.</summary>
    /// <param name="name">The text.</param>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength } && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    /// <summary>Says what is wrong, by field; empty when nothing is.</summary>
    public Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (!IsName(CustomerId)) errors["customerId"] = [$"1 to {MaxNameLength} letters, digits or any of - _ . : @ | + are required."];
        if (!IsName(PaymentMethod)) errors["paymentMethod"] = [$"1 to {MaxNameLength} letters, digits or any of - _ . : @ | + are required."];
        if (Lines is not { Count: > 0 and <= MaxLines })
        {
            errors["lines"] = [$"1 to {MaxLines} lines are required."];
            return errors;
        }

        var products = new HashSet<int>();
        for (var i = 0; i < Lines.Count; i++)
        {
            if (Lines[i] is not { } line)
            {
                errors[$"lines[{i}]"] = ["A line is required."];
                continue;
            }

            if (line.ProductId is not > 0) errors[$"lines[{i}].productId"] = ["The id of a product is required."];
            else if (!products.Add(line.ProductId.Value)) errors[$"lines[{i}].productId"] = ["Each product may have one line only."];
            if (line.Quantity is not (>= 1 and <= MaxQuantity)) errors[$"lines[{i}].quantity"] = [$"A quantity from 1 to {MaxQuantity} is required."];
        }

        return errors;
    }

    /// <summary>The order that a valid request asks for.</summary>
    /// <param name="now">When it is placed.</param>
    /// <param name="traceParent">The trace that it is placed in.</param>
    public Order ToOrder(DateTimeOffset now, string? traceParent) => new Order
    {
        Id = Guid.CreateVersion7(now),
        CustomerId = CustomerId!,
        OrderDate = now,
        PaymentMethod = PaymentMethod!,
        Lines = [.. Lines!.Select(line => new OrderLine(line!.ProductId!.Value, line.Quantity!.Value))],
        TraceParent = traceParent,
    }.In(OrderState.Placed);
}

/// <summary>A line of <c>POST /orders</c>, as sent.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">Pieces.</param>
public sealed record PlaceOrderLine(int? ProductId, int? Quantity);
