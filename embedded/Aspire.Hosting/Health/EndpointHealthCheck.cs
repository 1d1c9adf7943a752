using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Health;

/// <summary>A resource is healthy while it answers a request with the status expected. Each replica is asked itself.</summary>
internal sealed class EndpointHealthCheck(EndpointReference endpoint, string path, int expectedStatus) : IHealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // No redirects, no proxy, and no trace context: a check is not part of any request.
    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    { Timeout = Timeout };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var response = await Client.GetAsync(Address(), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            return status == expectedStatus
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(string.Create(CultureInfo.InvariantCulture, $"{path} answered {status} instead of {expectedStatus}"));
        }
        catch (HttpRequestException e)
        {
            return HealthCheckResult.Unhealthy(e.HttpRequestError == HttpRequestError.ConnectionError ? "not accepting connections" : e.Message, e);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy(string.Create(CultureInfo.InvariantCulture, $"{path} did not answer within {Timeout.TotalSeconds} s"));
        }
    }

    private Uri Address()
    {
        var annotation = endpoint.EndpointAnnotation;
        var instance = HealthMonitor.CurrentInstance;
        var port = instance is not null && instance.Index < annotation.InstancePorts.Count
            ? annotation.InstancePorts[instance.Index]
            : endpoint.Port;
        return new(new Uri($"{annotation.UriScheme}://{annotation.TargetHost}:{port}"), path);
    }
}
