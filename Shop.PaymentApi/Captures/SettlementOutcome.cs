using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Captures;

/// <summary>What came of asking to capture or to void.</summary>
public abstract record SettlementOutcome
{
    private SettlementOutcome()
    {
    }

    /// <summary>It is done: by this request or by the same one before.</summary>
    /// <param name="Payment">The payment.</param>
    public sealed record Done(PaymentAnswer Payment) : SettlementOutcome;

    /// <summary>The order has no payment.</summary>
    public sealed record Unknown : SettlementOutcome;

    /// <summary>The opposite was decided before, or there is no money to settle.</summary>
    /// <param name="Status">Where the payment stands.</param>
    /// <param name="Settlement">What was decided, if anything.</param>
    public sealed record Closed(PaymentStatus Status, string? Settlement) : SettlementOutcome;
}
