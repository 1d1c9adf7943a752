using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Validation;

namespace Shop.PaymentApi.Refunds;

/// <summary>The body of a refund, as a client may have written it; everything may be left out.</summary>
/// <param name="RefundId">Tells refunds of one order apart; repeating one answers the same.</param>
/// <param name="Amount">How much; all that is left where it is not said.</param>
public sealed record RefundInput(string? RefundId, decimal? Amount)
{
    /// <summary>Checks the body field by field.</summary>
    /// <returns>Reasons by field; empty where nothing is wrong.</returns>
    public Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (RefundId is not null && TextRules.CheckRequired(RefundId, Refund.MaxIdLength) is { } badId) errors["refundId"] = [badId];
        if (Amount is not null && MoneyRules.Check(Amount) is { } badAmount) errors["amount"] = [badAmount];
        return errors;
    }
}
