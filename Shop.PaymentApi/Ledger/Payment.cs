namespace Shop.PaymentApi.Ledger;

/// <summary>The limits of what an order asks to be paid.</summary>
public static class Payment
{
    /// <summary>The highest amount of one payment.</summary>
    public const decimal MaxAmount = 1_000_000_000_000m;

    /// <summary>The longest name of a method, in characters.</summary>
    public const int MaxMethodLength = 50;
}
