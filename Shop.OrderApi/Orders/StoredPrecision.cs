namespace Shop.OrderApi.Orders;

/// <summary>Time and money as the database keeps them: what is answered at once and what is read back later are the same.</summary>
internal static class StoredPrecision
{
    public static DateTimeOffset GetStoredNow(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>Two decimals, also where they are zeros.</summary>
    public static decimal ToCents(this decimal amount) => decimal.Round(amount, 2) + 0.00m;
}
