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

    /// <summary>
    /// Takes a lock on no row: refused where nothing can be written, and like a statement of a request in all else. The table is the
    /// one that every module has.
    /// </summary>
    private readonly string _probeSql = $"SELECT FROM {schema}.migrations WHERE false FOR UPDATE";

    private volatile bool _isReady;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        _isReady ? await ProbeAsync(cancellationToken) : HealthCheckResult.Unhealthy("The database is not prepared yet.");

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

    /// <summary>
    /// On the connections that requests are served with: those that are kept for statements, and what the pool hands out next. A
    /// connection of its own would be fresh and say nothing about them. As a request would, it tries again where a session is over,
    /// and so heals what it finds. Not traced: the probe is no part of any request.
    /// </summary>
    private async Task<HealthCheckResult> ProbeAsync(CancellationToken cancellationToken)
    {
        const int tries = 2;
        using var untraced = SuppressInstrumentationScope.Begin();
        using var pooled = new KeptConnection(database);
        try
        {
            await pooled.UseAsync(RunProbeAsync, tries);
            await Task.WhenAll(PoolSessions.Of(database).Kept.Where(kept => kept != pooled).Select(kept => kept.ProbeAsync(RunProbeAsync, tries)));
            return HealthCheckResult.Healthy();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            return HealthCheckResult.Unhealthy("The database takes no writes.", exception);
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", exception);
        }

        async Task<bool> RunProbeAsync(NpgsqlConnection connection)
        {
#pragma warning disable CA2100 // The schema is the module's own constant.
            await using var probe = new NpgsqlCommand(_probeSql, connection);
#pragma warning restore CA2100
            await probe.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database schema {Schema} is not prepared; next attempt in {Pause}")]
    private static partial void LogNotPrepared(ILogger logger, string schema, TimeSpan pause, Exception exception);

    [LoggerMessage(LogLevel.Information, "What uses the database schema {Schema} is not warmed up in full")]
    private static partial void LogNotWarm(ILogger logger, string schema, Exception exception);
}
