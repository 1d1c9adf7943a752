using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Shop.Web.Configuration;

namespace Shop.Web.Accounts;

/// <summary>Bounds how often an address may try passwords.</summary>
internal static class SignInLimit
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddSignInLimit(this IServiceCollection services) => services.AddRateLimiter(limiter => limiter.AddPolicy(
        AccountEndpoints.SignInLimit,
        http => RateLimitPartition.GetFixedWindowLimiter(
            http.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new()
            {
                PermitLimit = http.RequestServices.GetRequiredService<IOptions<WebOptions>>().Value.SignInsPerMinute,
                Window = Window,
            })));
}
