using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Shop.ServiceDefaults.Access;

/// <summary>Who may call an endpoint. Each endpoint says it; one that does not is closed to everybody.</summary>
public static class EndpointAccess
{
    private static readonly AuthorizationPolicy Customers = new AuthorizationPolicyBuilder(JwtBearerDefaults.AuthenticationScheme)
        .RequireClaim(CallerClaims.Subject).RequireRole(ShopRoles.Customer, ShopRoles.Staff).Build();

    private static readonly AuthorizationPolicy Staff = new AuthorizationPolicyBuilder(JwtBearerDefaults.AuthenticationScheme)
        .RequireClaim(CallerClaims.Subject).RequireRole(ShopRoles.Staff).Build();

    /// <summary>Opens an endpoint to everybody. One that checks a signature by itself is opened so, too.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    public static TBuilder ForAnyone<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.AllowAnonymous();

    /// <summary>Opens an endpoint to customers, who see what is theirs only (the endpoint's own duty), and to staff.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    public static TBuilder ForCustomers<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(Customers);

    /// <summary>Opens an endpoint to staff.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    public static TBuilder ForStaff<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(Staff);

    /// <summary>Opens an endpoint to one service, and to no person.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="caller">The name of the service that needs it.</param>
    public static TBuilder ForService<TBuilder>(this TBuilder endpoint, string caller)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(
            new AuthorizationPolicyBuilder(ServiceCredential.Scheme).RequireClaim(CallerClaims.Service, caller).Build());
}
