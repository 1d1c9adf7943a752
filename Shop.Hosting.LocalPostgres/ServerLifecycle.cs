using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Shop.Hosting.LocalPostgres;

/// <summary>
/// Publishes for the server and its databases what the orchestrator publishes for a container: events on the way up, and the state, exit
/// code and console of the process that plays it.
/// </summary>
/// <param name="server">The resource that people see.</param>
/// <param name="process">The hidden executable.</param>
/// <param name="local">The server itself.</param>
/// <param name="databases">The server's databases.</param>
internal sealed class ServerLifecycle(
    PostgresServerResource server, ExecutableResource process, LocalServer local, Func<IEnumerable<PostgresDatabaseResource>> databases)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    private volatile bool _databasesExist;

    /// <summary>Brings the server up to the point where it may start, and follows its process from then on.</summary>
    public async Task InitializeAsync(InitializeResourceEvent e, CancellationToken cancellationToken)
    {
        await PublishAsync(new ResourceEndpointsAllocatedEvent(server, e.Services));
        await PublishAsync(new ConnectionStringAvailableEvent(server, e.Services));
        foreach (var database in databases()) await PublishAsync(new ConnectionStringAvailableEvent(database, e.Services));
        await PublishAsync(new BeforeResourceStartedEvent(server, e.Services));

        var stopping = e.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped;
        _ = Task.Run(() => FollowConsoleAsync(e.Services.GetRequiredService<ResourceLoggerService>(), stopping), CancellationToken.None);
        _ = Task.Run(() => FollowStateAsync(e.Services.GetRequiredService<ResourceNotificationService>(), stopping), CancellationToken.None);

        Task PublishAsync<T>(T published)
            where T : IDistributedApplicationEvent => e.Eventing.PublishAsync(published, cancellationToken);
    }

    /// <summary>The databases were created: they run with the server from now on.</summary>
    public async Task ReadyAsync(ResourceReadyEvent e)
    {
        _databasesExist = true;
        foreach (var database in databases()) await SetAsync(e.Services.GetRequiredService<ResourceNotificationService>(), database, KnownResourceStates.Running, null);
    }

    private async Task FollowStateAsync(ResourceNotificationService notifications, CancellationToken stopping)
    {
        string? seen = null;
        try
        {
            await foreach (var change in notifications.WatchAsync(stopping))
            {
                if (change.Resource != process || change.Snapshot.State?.Text is not { } state || state == seen) continue;
                seen = state;
                if (state == KnownResourceStates.Running)
                {
                    if (!await AnswersAsync(notifications, change.ResourceId, stopping)) continue;
                    await SetAsync(notifications, server, state, null);
                    if (_databasesExist) await SetDatabasesAsync(state, null);
                }
                else if (state != KnownResourceStates.Waiting && state != KnownResourceStates.NotStarted)
                {
                    // Health checks keep connections of this process: the next one must not find one to a server that is gone.
                    NpgsqlConnection.ClearAllPools();
                    await SetAsync(notifications, server, state, change.Snapshot.ExitCode);
                    await SetDatabasesAsync(state, change.Snapshot.ExitCode);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The application has stopped.
        }

        async Task SetDatabasesAsync(string state, int? exitCode)
        {
            foreach (var database in databases()) await SetAsync(notifications, database, state, exitCode);
        }
    }

    // "Running" has health asked for at once, and a first answer too early would put off the second one for seconds.
    private async Task<bool> AnswersAsync(ResourceNotificationService notifications, string processId, CancellationToken stopping)
    {
        for (var pause = FirstPause; !await local.AnswersAsync(stopping); pause = pause < LongestPause ? pause * 1.5 : LongestPause)
        {
            if (!notifications.TryGetCurrentState(processId, out var now) || now.Snapshot.State?.Text != KnownResourceStates.Running) return false;
            await Task.Delay(pause, stopping);
        }

        return true;
    }

    private Task SetAsync(ResourceNotificationService notifications, IResource resource, string state, int? exitCode) =>
        notifications.PublishUpdateAsync(resource, snapshot => snapshot with
        {
            State = state,
            ExitCode = exitCode,
            StartTimeStamp = state == KnownResourceStates.Running ? DateTime.UtcNow : snapshot.StartTimeStamp,
            StopTimeStamp = KnownResourceStates.TerminalStates.Contains(state) ? DateTime.UtcNow : null,
            Urls = resource == server ? [.. snapshot.Urls.Select(url => url with { IsInactive = state != KnownResourceStates.Running })] : snapshot.Urls,
        });

    private async Task FollowConsoleAsync(ResourceLoggerService loggers, CancellationToken stopping)
    {
        var console = loggers.GetLogger(server);
        try
        {
            await foreach (var lines in loggers.WatchAsync(process).WithCancellation(stopping))
            {
                // A server writes everything to its standard error: what it thinks of a line stands in the line.
                foreach (var line in lines) ConsoleLine(console, WithoutTime(line.Content));
            }
        }
        catch (OperationCanceledException)
        {
            // The application has stopped.
        }
    }

    private static void ConsoleLine(ILogger console, string line) => console.LogInformation("{Line}", line);

    private static string WithoutTime(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && DateTime.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, out _) ? line[(space + 1)..] : line;
    }
}
