namespace Shop.PaymentApi.Ledger;

/// <summary>The ids of refunds, which tell those of one order apart.</summary>
internal static class Refund
{
    /// <summary>The longest id of a refund, in characters.</summary>
    public const int MaxIdLength = 100;

    /// <summary>What the names begin with that this module gives to refunds itself: no caller can take one of those.</summary>
    public const char ReservedPrefix = '#';
}
