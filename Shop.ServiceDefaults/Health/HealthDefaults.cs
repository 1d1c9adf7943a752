using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.ServiceDefaults.Access;

namespace Shop.ServiceDefaults.Health;

/// <summary>Two probes: is the process to be restarted (<c>/alive</c>), and may it be given work (<c>/health</c>)?</summary>
internal static class HealthDefaults
{
    public const string ReadyPath = "/health";
    public const string AlivePath = "/alive";

    /// <summary>Checks with this tag say that the process itself works; all others say that it can do its job.</summary>
    private const string LiveTag = "live";

    public static void AddHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);

        // The framework logs an error for every probe of a service that is still starting; the journal tells it once.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Services.AddSingleton<HealthJournal>();
    }

    /// <summary>Without their durations, which would be most of what a quiet service measures.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks(ReadyPath, new HealthCheckOptions { ResponseWriter = WriteAsync }).DisableHttpMetrics().ForAnyone();
        app.MapHealthChecks(AlivePath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) }).DisableHttpMetrics().ForAnyone();
    }

    /// <summary>Names the checks that fail, and nothing of their exceptions, which may hold addresses or credentials.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.RequestServices.GetRequiredService<HealthJournal>().Note(report);
        context.Response.ContentType = "text/plain";
        var lines = report.Entries
            .Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => $"\n{entry.Key}: {entry.Value.Status} {entry.Value.Description}".TrimEnd());
        return context.Response.WriteAsync(report.Status + string.Concat(lines), context.RequestAborted);
    }
}
