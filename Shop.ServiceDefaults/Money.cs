namespace Shop.ServiceDefaults;

/// <summary>Amounts of money as the databases keep them: in cents.</summary>
public static class Money
{
    /// <summary>The one currency that the shop has (ISO 4217); its smallest unit is a hundredth.</summary>
    public const string Currency = "EUR";

    private const int Decimals = 2;

    /// <summary>The amount with two decimals exactly, so that a first answer has the same digits as what is read back later.</summary>
    /// <param name="amount">An amount, in any currency.</param>
    public static decimal ToCents(this decimal amount) => decimal.Round(amount, Decimals) + 0.00m;

    /// <summary>Whether the amount has at most two decimals.</summary>
    /// <param name="amount">An amount, in any currency.</param>
    public static bool IsInCents(this decimal amount) => decimal.Round(amount, Decimals) == amount;
}
