using Shop.ServiceDefaults.Validation;

namespace Shop.ProductApi.Stock;

/// <summary>An adjustment of stock, as a client may have written it.</summary>
/// <param name="Delta">Pieces to add, or, when negative, to take away; required, not zero.</param>
/// <param name="Reason">Why; required.</param>
public sealed record StockInput(int? Delta, string? Reason)
{
    /// <summary>Checks the body field by field.</summary>
    /// <returns>Reasons by field; empty where nothing is wrong.</returns>
    public Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (Delta is null or 0 or > StockLimits.MaxDelta or < -StockLimits.MaxDelta)
            errors["delta"] = [$"The change is between -{StockLimits.MaxDelta} and {StockLimits.MaxDelta}, and not 0."];
        if (TextRules.CheckRequired(Reason, StockLimits.MaxReasonLength) is { } reason) errors["reason"] = [reason];
        return errors;
    }
}
