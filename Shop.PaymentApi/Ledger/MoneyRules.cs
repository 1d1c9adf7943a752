namespace Shop.PaymentApi.Ledger;

/// <summary>What an amount from outside has to obey.</summary>
internal static class MoneyRules
{
    /// <summary>Says what is wrong with an amount that is required, or null where nothing is.</summary>
    public static string? Check(decimal? amount) => amount switch
    {
        null => "An amount is required.",
        <= 0 => "The amount is greater than 0.",
        > Payment.MaxAmount => $"The amount is at most {Payment.MaxAmount}.",
        { } value when decimal.Round(value, 2) != value => "The amount has at most two decimals.",
        _ => null,
    };
}
