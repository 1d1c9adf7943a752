using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;

namespace Shop.ServiceDefaults.Work;

/// <summary>
/// Keeps a request open while the loops of this process do what is due. They are the ones that run anyway: where a platform has the process
/// stand still between requests, they stand still with it and go on here.
/// </summary>
internal sealed partial class WorkRound(
    IEnumerable<IDueWork> works, HealthCheckService health, IHostApplicationLifetime host, IOptions<WorkOptions> options, TimeProvider time,
    ILogger<WorkRound> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly IDueWork[] _works = [.. works];

    /// <summary>Returns when nothing is due any more, the time for a round is over, or the process is to end.</summary>
    /// <param name="cancellationToken">Nobody waits for the answer any more.</param>
    /// <returns>What is left; null where the process was not ready to work for all that time.</returns>
    public async Task<DueWork?> RunAsync(CancellationToken cancellationToken)
    {
        // Its looks into the database are no part of any work, and would bury it.
        using var untraced = SuppressInstrumentationScope.Begin();
        using var bound = new CancellationTokenSource(options.Value.LongestRound, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, host.ApplicationStopping, cancellationToken);
        DueWork? left = null;
        try
        {
            await BecomeReadyAsync(end.Token);
            left = await CountAsync(end.Token);
            // After the time that it stood still its timers may have it wait on.
            if (!left.IsNothing) foreach (var work in _works) work.Wake();
            for (var pause = FirstPause; !left.IsNothing; pause = Longer(pause))
            {
                await Task.Delay(pause, time, end.Token);
                left = await CountAsync(end.Token);
            }

            return left;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A scheduler keeps no answers.
            if (left is not null) LogLeft(logger, string.Join(", ", left.Due.Where(kind => kind.Value > 0).Select(kind => $"{kind.Key} {kind.Value}")));
            return left;
        }
    }

    /// <summary>The request may have started the process, or have woken it with connections that are long gone: the probe finds those.</summary>
    private async Task BecomeReadyAsync(CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; (await health.CheckHealthAsync(cancellationToken)).Status != HealthStatus.Healthy; pause = Longer(pause))
            await Task.Delay(pause, time, cancellationToken);
    }

    private async Task<DueWork> CountAsync(CancellationToken cancellationToken)
    {
        var due = new SortedDictionary<string, long>(StringComparer.Ordinal);
        DateTimeOffset? next = null;
        foreach (var work in _works)
        {
            var counted = await work.CountAsync(cancellationToken);
            foreach (var (kind, count) in counted.Due) due[kind] = due.GetValueOrDefault(kind) + count;
            if (next is null || counted.NextAt < next) next = counted.NextAt;
        }

        return new(due, next);
    }

    private static TimeSpan Longer(TimeSpan pause) => pause < LongestPause ? pause * 2 : LongestPause;

    [LoggerMessage(LogLevel.Information, "A round of work has ended with some of it left: {Left}")]
    private static partial void LogLeft(ILogger logger, string left);
}
