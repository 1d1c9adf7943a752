namespace Shop.ProductApi.Sales;

/// <summary>What this module reads of an order's event; events have more members, and may get others.</summary>
/// <param name="Type">What happened.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Version">The version that the order has after it: with the order, the event's name.</param>
public sealed record OrderEventInput(string? Type, Guid? OrderId, int? Version)
{
    /// <summary>The goods are out. The only type that has an effect here; others are noted and have none.</summary>
    public const string Shipped = "order.shipped";

    private const int MaxTypeLength = 100;

    /// <summary>Checks the body field by field.</summary>
    /// <param name="orderEvent">The event, where nothing is wrong.</param>
    /// <returns>Reasons by field; empty where nothing is wrong.</returns>
    public Dictionary<string, string[]> Validate(out OrderEvent orderEvent)
    {
        var errors = new Dictionary<string, string[]>();
        if (Type is not { Length: > 0 and <= MaxTypeLength }) errors["type"] = [$"The type is required, with at most {MaxTypeLength} characters."];
        if (OrderId is null) errors["orderId"] = ["The order is required."];
        if (Version is not > 0) errors["version"] = ["The version is a number above 0."];
        orderEvent = new(Type ?? "", OrderId.GetValueOrDefault(), Version.GetValueOrDefault());
        return errors;
    }
}

/// <summary>Something that happened to an order.</summary>
/// <param name="Type">What.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Version">The version that it has after it.</param>
public readonly record struct OrderEvent(string Type, Guid OrderId, int Version);
