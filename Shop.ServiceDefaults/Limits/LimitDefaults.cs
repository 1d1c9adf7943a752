using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;
using Shop.ServiceDefaults.Problems;

namespace Shop.ServiceDefaults.Limits;

/// <summary>What somebody is answered who asks more often than they may. How often that is, each module says of its own endpoints.</summary>
internal static class LimitDefaults
{
    /// <summary>Where a limit is not one of time: it ends when something else does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddLimits(this IHostApplicationBuilder builder) => builder.Services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = RejectAsync;
    });

    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Patience;
        var http = rejected.HttpContext;
        var seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers[HeaderNames.RetryAfter] = seconds;
        var problem = Problem.Of(
            StatusCodes.Status429TooManyRequests, ProblemTypes.TooManyRequests, "Too many requests.", $"Nothing was done. It can be tried again in {seconds} s.");
        await problem.ExecuteAsync(http);
    }
}
