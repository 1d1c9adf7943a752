using System.Security.Claims;

namespace Shop.ServiceDefaults.Access;

/// <summary>Who calls, as its token or credential says.</summary>
public static class CallerClaims
{
    /// <summary>The claim that names a person (RFC 7519, section 4.1.2).</summary>
    public const string Subject = "sub";

    /// <summary>The claim that names a person's roles, one value each.</summary>
    public const string Role = "role";

    /// <summary>The claim that names a service of the shop. No token can have it: only a service's credential gives it.</summary>
    internal const string Service = "shop:service";

    /// <summary>Whether somebody who runs the shop calls.</summary>
    /// <param name="caller">Who calls.</param>
    public static bool IsStaff(this ClaimsPrincipal caller) => caller.IsInRole(ShopRoles.Staff);

    /// <summary>The name of the person who calls, unique in the shop.</summary>
    /// <param name="caller">Who calls.</param>
    /// <exception cref="InvalidOperationException">It is no person: the endpoint is open to others, and should not have asked.</exception>
    public static string GetSubject(this ClaimsPrincipal caller) =>
        caller.FindFirst(Subject)?.Value ?? throw new InvalidOperationException("Nobody has signed in here.");
}
