using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Shop.Bench.Running;

/// <summary>What resources have said last, for the one who is told that they do not run.</summary>
internal static class ResourceLog
{
    private const int Lines = 20;
    private static readonly TimeSpan ReadBound = TimeSpan.FromSeconds(5);

    /// <summary>The end of the log of each resource that has one.</summary>
    /// <param name="app">The application with the resources.</param>
    /// <param name="resources">Their names.</param>
    public static async Task<string> EndOfAsync(DistributedApplication app, IEnumerable<string> resources)
    {
        var logs = app.Services.GetRequiredService<ResourceLoggerService>();
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();
        var ends = await Task.WhenAll(model.Resources.IntersectBy(resources, resource => resource.Name).Select(EndAsync));
        return string.Concat(ends);

        async Task<string> EndAsync(IResource resource)
        {
            var lines = new List<string>();
            using var bound = new CancellationTokenSource(ReadBound);
            try
            {
                await foreach (var batch in logs.GetAllAsync(resource).WithCancellation(bound.Token))
                    lines.AddRange(batch.Select(line => line.Content));
            }
            catch (Exception e)
            {
                // The log only explains a failure; that it cannot be read must not hide the failure itself.
                lines.Add($"(The log cannot be read: {e.Message})");
            }
            return lines.Count == 0 ? "" : $"\n{resource.Name} said last:\n{string.Join('\n', lines.TakeLast(Lines))}";
        }
    }
}
