using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.Bench.Running;

/// <summary>What resources have said last, for the one who is told that they do not run.</summary>
internal static class ResourceLog
{
    private const int Lines = 60;
    private static readonly TimeSpan ReadBound = TimeSpan.FromSeconds(5);

    /// <summary>The end of the log of each resource that has one and is not well.</summary>
    /// <param name="app">The application with the resources.</param>
    /// <param name="resources">Their names.</param>
    public static async Task<string> EndOfAsync(DistributedApplication app, IEnumerable<string> resources)
    {
        var logs = app.Services.GetRequiredService<ResourceLoggerService>();
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();
        var unwell = model.Resources.IntersectBy(resources, resource => resource.Name).Where(resource => !IsHealthy(resource.Name));
        return string.Concat(await Task.WhenAll(unwell.Select(EndAsync)));

        bool IsHealthy(string name) =>
            app.ResourceNotifications.TryGetCurrentState(name, out var current) && current.Snapshot.HealthStatus == HealthStatus.Healthy;

        async Task<string> EndAsync(IResource resource)
        {
            var lines = new List<string>();
            using var bound = new CancellationTokenSource(ReadBound);
            try
            {
                await foreach (var batch in logs.GetAllAsync(resource).WithCancellation(bound.Token))
                    lines.AddRange(batch.Select(line => line.Content));
            }
            catch (Exception)
            {
                // There are no logs before the orchestrator is up, and perhaps none after it broke. They explain a failure and must not hide it.
            }
            // Each line begins with its time; output, errors and the orchestrator's words come one after the other.
            return lines.Count == 0 ? "" : $"\n{resource.Name} said last:\n{string.Join('\n', lines.OrderBy(line => line.Split(' ')[0], StringComparer.Ordinal).TakeLast(Lines))}";
        }
    }
}
