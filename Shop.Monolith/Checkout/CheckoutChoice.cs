namespace Shop.Monolith.Checkout;

/// <summary>How a checkout commits: the setting <c>Checkout</c>.</summary>
internal static class CheckoutChoice
{
    /// <summary>The name of the setting.</summary>
    public const string Setting = "Checkout";

    /// <summary>Order, stock and payment in a single commit: the default.</summary>
    public const string OneTransaction = "one-transaction";

    /// <summary>The same commits as the services: what the split costs without its network.</summary>
    public const string Steps = "steps";

    /// <summary>Whether a checkout is a single commit.</summary>
    /// <param name="configuration">Where the setting stands.</param>
    /// <exception cref="InvalidOperationException">The setting is neither of the two.</exception>
    public static bool IsOneTransaction(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" or OneTransaction => true,
        Steps => false,
        var unknown => throw new InvalidOperationException($"{Setting} is {OneTransaction} or {Steps}, not '{unknown}'."),
    };
}
