namespace Shop.Monolith;

/// <summary>Which modules the process consists of: the setting <c>Modules</c>, a comma-separated list; all of them without it.</summary>
/// <param name="Products">Catalogue, stock and reservations.</param>
/// <param name="Orders">Orders and checkout; needs products.</param>
/// <param name="Payments">Authorizations, captures and refunds. Without them orders are accepted and wait.</param>
/// <param name="Web">Pages for customers and staff, of what is there of the rest.</param>
internal sealed record ModuleChoice(bool Products, bool Orders, bool Payments, bool Web)
{
    /// <summary>The name of the setting.</summary>
    public const string Setting = "Modules";

    private static readonly string[] Known = ["products", "orders", "payments", "web"];

    /// <summary>Reads the setting.</summary>
    /// <param name="configuration">Where it stands.</param>
    /// <exception cref="InvalidOperationException">It names something unknown, or orders without the products they reserve.</exception>
    public static ModuleChoice Read(IConfiguration configuration)
    {
        var named = (configuration[Setting] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (named.Length == 0)
            named = Known;
        if (named.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            throw new InvalidOperationException($"{Setting} knows {string.Join(", ", Known)}, not '{unknown}'.");
        var choice = new ModuleChoice(named.Contains("products"), named.Contains("orders"), named.Contains("payments"), named.Contains("web"));
        return choice is { Orders: true, Products: false }
            ? throw new InvalidOperationException($"{Setting} needs products where it has orders: an order reserves stock.")
            : choice;
    }
}
