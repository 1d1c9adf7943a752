using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Shop.ServiceDefaults.Databases;

/// <summary>
/// Brings a module's database up to date and warms the module up; the module is not ready before. A database that does not
/// answer is tried again until it does: the process starts without it and says so in its health.
/// </summary>
/// <typeparam name="TContext">The context whose migrations are applied.</typeparam>
/// <param name="services">Where contexts come from.</param>
/// <param name="database">Connections to the same database.</param>
/// <param name="schema">The schema that holds the module's tables and its migrations' history.</param>
/// <param name="time">The clock for pauses between attempts.</param>
/// <param name="logger">Hears of every attempt that failed.</param>
public abstract partial class DatabaseStartup<TContext>(
    IServiceProvider services, NpgsqlDataSource database, string schema, TimeProvider time, ILogger logger)
    : BackgroundService, IHealthCheck
    where TContext : DbContext
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_ready.Task.IsCompletedSuccessfully
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database is not prepared yet."));

    /// <summary>Seeds and warms up, after the migrations. Runs again when it failed, and on every replica.</summary>
    /// <param name="cancellationToken">Raised when the host stops.</param>
    protected abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            try
            {
                await MigrateAsync(stoppingToken);
                await PrepareAsync(stoppingToken);
                _ready.SetResult();
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogNotPrepared(logger, schema, pause, exception);
                await Task.Delay(pause, time, stoppingToken);
            }
        }
    }

    /// <summary>One replica migrates, the others wait for it; where nothing is to do, EF Core is not even loaded.</summary>
    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await IsCurrentAsync(connection, cancellationToken)) return;

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var locking = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", connection, transaction))
        {
            locking.Parameters.Add(new() { Value = $"migrations of {schema}" });
            await locking.ExecuteNonQueryAsync(cancellationToken);
        }

        if (await IsCurrentAsync(connection, cancellationToken)) return;
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        // Otherwise the first look for the history is a failed statement, logged as an error that is none.
        await context.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    private async Task<bool> IsCurrentAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var history = $"\"{schema}\".\"__EFMigrationsHistory\"";
        await using (var exists = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection))
        {
            exists.Parameters.Add(new() { Value = history });
            if (await exists.ExecuteScalarAsync(cancellationToken) is not true) return false;
        }

        var known = typeof(TContext).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(TContext))
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .ToArray();
#pragma warning disable CA2100 // The schema is the module's own constant.
        await using var missing = new NpgsqlCommand($"SELECT NOT EXISTS (SELECT unnest($1) EXCEPT SELECT \"MigrationId\" FROM {history})", connection);
#pragma warning restore CA2100
        missing.Parameters.Add(new() { Value = known });
        return await missing.ExecuteScalarAsync(cancellationToken) is true;
    }

    [LoggerMessage(LogLevel.Warning, "The database schema {Schema} is not prepared; next attempt in {Pause}")]
    private static partial void LogNotPrepared(ILogger logger, string schema, TimeSpan pause, Exception exception);
}
