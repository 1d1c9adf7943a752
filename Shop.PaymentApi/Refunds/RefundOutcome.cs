using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Refunds;

/// <summary>What came of asking for a refund.</summary>
public abstract record RefundOutcome
{
    private RefundOutcome()
    {
    }

    /// <summary>The money is given back: by this request or by the same one before.</summary>
    /// <param name="Payment">The payment.</param>
    public sealed record Done(PaymentAnswer Payment) : RefundOutcome;

    /// <summary>The order has no payment.</summary>
    public sealed record Unknown : RefundOutcome;

    /// <summary>Nothing was captured, so there is nothing to give back.</summary>
    public sealed record NotCaptured : RefundOutcome;

    /// <summary>The refund was asked for before with another amount.</summary>
    /// <param name="Amount">The amount of the refund as it is.</param>
    public sealed record Conflict(decimal Amount) : RefundOutcome;

    /// <summary>There is not so much left to give back.</summary>
    /// <param name="Remaining">What is left.</param>
    public sealed record Exceeds(decimal Remaining) : RefundOutcome;

    /// <summary>The gateway refuses.</summary>
    public sealed record Refused : RefundOutcome;
}
