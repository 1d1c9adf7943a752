namespace Shop.ProductApi.Products;

/// <summary>Bounds that keep every sum of quantities far away from overflow.</summary>
internal static class StockLimits
{
    /// <summary>The most pieces of one product that can be on hand.</summary>
    public const int MaxOnHand = 1_000_000_000;

    /// <summary>The most pieces that one adjustment adds or takes away.</summary>
    public const int MaxDelta = 1_000_000_000;

    /// <summary>The longest reason for an adjustment, in characters.</summary>
    public const int MaxReasonLength = 200;

    /// <summary>The most lines of one reservation.</summary>
    public const int MaxLines = 100;

    /// <summary>The most pieces of one product in a reservation.</summary>
    public const int MaxQuantity = 10_000;
}
