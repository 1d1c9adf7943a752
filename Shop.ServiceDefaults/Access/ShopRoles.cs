namespace Shop.ServiceDefaults.Access;

/// <summary>What a person may be. A token says it in its claim <c>role</c> (or in the one that <c>Access:RoleClaim</c> names); who has none browses.</summary>
public static class ShopRoles
{
    /// <summary>Has orders of their own, and nobody else's.</summary>
    public const string Customer = "customer";

    /// <summary>Runs the shop: catalogue, stock, all orders, payments, webhooks.</summary>
    public const string Staff = "staff";
}
