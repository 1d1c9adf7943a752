using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Access;

namespace Shop.OrderApi.Orders;

/// <summary>How much of the shop one person can take for themselves: nobody holds all goods by ordering, or all connections by listening.</summary>
internal static class OrderLimits
{
    /// <summary>Orders that a customer places.</summary>
    public const string Placing = "placing-orders";

    /// <summary>Streams of an order's changes that somebody has open.</summary>
    public const string Following = "following-orders";

    private const int Portions = 6;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Adds both limits. Staff, who order for customers, are only bound in what they listen to.</summary>
    /// <param name="services">The services of the module.</param>
    public static void AddOrderLimits(this IServiceCollection services) => services.AddRateLimiter(limiter => limiter
        .AddPolicy(Placing, http => http.User.BoundTo() is { } customer
            ? RateLimitPartition.GetTokenBucketLimiter(customer, _ => PlacingOf(http.RequestServices))
            : RateLimitPartition.GetNoLimiter(""))
        .AddPolicy(Following, http => RateLimitPartition.GetConcurrencyLimiter(http.User.GetSubject(), _ => new()
        {
            PermitLimit = OptionsOf(http.RequestServices).StreamsAtOnce,
        })));

    private static TokenBucketRateLimiterOptions PlacingOf(IServiceProvider services)
    {
        var limit = OptionsOf(services).OrdersPerMinute;
        return new() { TokenLimit = limit, TokensPerPeriod = Math.Max(1, limit / Portions), ReplenishmentPeriod = Minute / Portions };
    }

    private static OrderOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<OrderOptions>>().Value;
}
