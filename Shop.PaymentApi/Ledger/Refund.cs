namespace Shop.PaymentApi.Ledger;

/// <summary>The ids of refunds, which tell those of one order apart.</summary>
internal static class Refund
{
    /// <summary>The longest id of a refund, in characters.</summary>
    public const int MaxIdLength = 100;

    /// <summary>The id of a refund whose client named none: an order has one of those.</summary>
    public const string DefaultId = "refund";
}
