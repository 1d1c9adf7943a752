using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Postgres.Server;

/// <summary>Healthy while the check names no reason against it.</summary>
/// <param name="check">Gives the reason why not, or null.</param>
internal sealed class PostgresHealthCheck(Func<CancellationToken, Task<string?>> check) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await check(cancellationToken) is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy();
}
