using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;

namespace Shop.Database;

/// <summary>
/// Brings a module's database up to date and warms the module up; the module is not ready before. A database that does not
/// answer is tried again until it does: the process starts without it and says so in its health.
/// </summary>
/// <param name="database">Connections to its database.</param>
/// <param name="schema">The schema that holds the module's tables.</param>
/// <param name="time">The clock for pauses between attempts.</param>
/// <param name="logger">Hears of every attempt that failed.</param>
public abstract partial class DatabaseStartup(NpgsqlDataSource database, string schema, TimeProvider time, ILogger logger)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // A service rarely starts alone: by then the others no longer need the processors to become ready.
    private static readonly TimeSpan LaterPause = TimeSpan.FromSeconds(2);

    private volatile bool _isReady;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        _isReady ? await PingAsync(cancellationToken) : HealthCheckResult.Unhealthy("The database is not prepared yet.");

    /// <summary>Seeds and warms up, after the migrations. Runs again when it failed, and on every replica.</summary>
    /// <param name="cancellationToken">Raised when the host stops.</param>
    protected abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Warms up what is slow to load and not needed for most requests, once the module has been ready for a moment.</summary>
    /// <param name="cancellationToken">Raised when the host stops.</param>
    protected virtual Task WarmUpLaterAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            try
            {
                await Migrator.MigrateAsync(database, schema, GetType().Assembly, stoppingToken);
                await PrepareAsync(stoppingToken);
                _isReady = true;
                break;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogNotPrepared(logger, schema, pause, exception);
                await Task.Delay(pause, time, stoppingToken);
            }
        }

        await Task.Delay(LaterPause, time, stoppingToken);
        try
        {
            await WarmUpLaterAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // Whoever needs it first pays for it.
            LogNotWarm(logger, schema, exception);
        }
    }

    /// <summary>Not traced: the probe is no part of any request.</summary>
    private async Task<HealthCheckResult> PingAsync(CancellationToken cancellationToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        try
        {
            await using var ping = database.CreateCommand("SELECT 1");
            await ping.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database schema {Schema} is not prepared; next attempt in {Pause}")]
    private static partial void LogNotPrepared(ILogger logger, string schema, TimeSpan pause, Exception exception);

    [LoggerMessage(LogLevel.Information, "What uses the database schema {Schema} is not warmed up in full")]
    private static partial void LogNotWarm(ILogger logger, string schema, Exception exception);
}
