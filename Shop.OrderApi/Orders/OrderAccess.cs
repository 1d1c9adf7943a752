using System.Security.Claims;
using Shop.ServiceDefaults.Access;

namespace Shop.OrderApi.Orders;

/// <summary>Whose orders somebody may see and change.</summary>
internal static class OrderAccess
{
    /// <summary>The customer whose orders a caller is bound to; none for staff, who see all.</summary>
    /// <param name="caller">Who calls.</param>
    public static string? BoundTo(this ClaimsPrincipal caller) => caller.IsStaff() ? null : caller.GetSubject();

    /// <summary>Whether an order is there for a caller. Another customer's is not: that it exists would be news already.</summary>
    /// <param name="order">The order.</param>
    /// <param name="customerId">Whom the caller is bound to.</param>
    public static bool IsVisibleTo(this Order order, string? customerId) => customerId is null || order.CustomerId == customerId;
}
