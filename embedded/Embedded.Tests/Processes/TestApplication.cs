using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Embedded.Tests.Processes;

/// <summary>What the process tests share: bounds, the paths of the test host and its service, and looks at processes.</summary>
internal static class TestApplication
{
    /// <summary>Against hangs only: many builds and tests may share the machine.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    /// <summary>A bound for one wait.</summary>
    public static CancellationToken Soon => new CancellationTokenSource(Bound).Token;

    public static string HostDirectory => Projects.Embedded_TestHost.ProjectPath;

    public static string ServiceProject => Path.GetFullPath(Path.Combine(HostDirectory, "..", "Embedded.TestService", "Embedded.TestService.csproj"));

    public static IDistributedApplicationTestingBuilder NewBuilder() => DistributedApplicationTestingBuilder.Create();

    public static async Task<DistributedApplication> StartAsync(IDistributedApplicationTestingBuilder builder)
    {
        var app = await builder.BuildAsync(Soon);
        await app.StartAsync(Soon);
        return app;
    }

    public static int ProcessIdOf(ResourceEvent state) => (int)state.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value!;

    /// <summary>Gives a command, which must succeed.</summary>
    public static async Task CommandAsync(DistributedApplication app, string resource, string command)
    {
        var result = await app.ResourceCommands.ExecuteCommandAsync(resource, command, Soon);
        Assert.True(result.Success, $"{command} {resource}: {result.ErrorMessage}");
    }

    /// <summary>The console output of a resource so far.</summary>
    public static async Task<string> LogOfAsync(DistributedApplication app, string resource)
    {
        Assert.True(app.Services.GetRequiredService<DistributedApplicationModel>().Resources.TryGetByName(resource, out var found));
        var lines = new List<string>();
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(found))
            lines.AddRange(batch.Select(l => l.Content));
        return string.Join('\n', lines);
    }

    /// <summary>Waits until a resource has written something.</summary>
    public static async Task UntilLogAsync(DistributedApplication app, string resource, string text)
    {
        Assert.True(app.Services.GetRequiredService<DistributedApplicationModel>().Resources.TryGetByName(resource, out var found));
        var end = Soon;
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(found).WithCancellation(end))
        {
            if (batch.Any(l => l.Content.Contains(text, StringComparison.Ordinal)))
                return;
        }

        Assert.Fail($"{resource} ended without having written '{text}'.");
    }

    public static TcpListener ListenOn(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    /// <summary>Waits until a condition holds, and fails with what was waited for when it does not in time.</summary>
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(condition, () => what);

    /// <summary>Waits until a condition holds, and fails with what was waited for, as it is by then, when it does not in time.</summary>
    public static async Task UntilAsync(Func<bool> condition, Func<string> what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var end = new CancellationTokenSource(Bound);
        while (!condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(end.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited in vain: {what()}");
            }
        }
    }
}
