using System.Globalization;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Tests.Hosting;

/// <summary>What the resources of a shop wrote to their consoles.</summary>
internal static class ResourceLogs
{
    private const int ShownLines = 30;

    /// <summary>Puts what every resource wrote since a moment beside the running test: the last lines in its output, all as an attachment.</summary>
    /// <param name="app">The running application.</param>
    /// <param name="since">The moment, UTC.</param>
    public static async Task AttachAsync(DistributedApplication app, DateTime since)
    {
        foreach (var resource in app.Services.GetRequiredService<DistributedApplicationModel>().Resources)
        {
            var lines = await SinceAsync(app, resource, since);
            if (lines.Count == 0) continue;
            TestContext.Current.AddAttachment($"{resource.Name}.log", string.Join('\n', lines));
            TestContext.Current.TestOutputHelper?.WriteLine(Describe(resource.Name, lines));
        }
    }

    /// <summary>What a resource wrote since a moment, each line with its time.</summary>
    /// <param name="app">The running application.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="since">The moment, UTC.</param>
    public static async Task<IReadOnlyList<string>> SinceAsync(DistributedApplication app, IResource resource, DateTime since)
    {
        var lines = new List<string>();
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resource))
            lines.AddRange(batch.Select(line => line.Content).Where(line => TimeOf(line) >= since));
        return lines;
    }

    // A line begins with its time, ISO 8601.
    private static DateTime TimeOf(string line) =>
        DateTime.TryParse(line.Split(' ', 2)[0], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? time : DateTime.MinValue;

    private static string Describe(string resource, IReadOnlyList<string> lines)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{resource} wrote {lines.Count} lines during the test, the last of them:");
        foreach (var line in lines.TakeLast(ShownLines)) text.AppendLine(CultureInfo.InvariantCulture, $"  {line}");
        return text.ToString();
    }
}
