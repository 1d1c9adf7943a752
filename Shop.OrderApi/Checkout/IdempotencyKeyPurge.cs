using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Checkout;

/// <summary>Forgets idempotency keys that are older than <see cref="OrderOptions.KeyLifetime"/>.</summary>
internal sealed partial class IdempotencyKeyPurge(
    OrderDatabase database, IOptions<OrderOptions> options, TimeProvider time, ILogger<IdempotencyKeyPurge> logger)
    : PeriodicDeletion(time)
{
    /// <summary>Nobody waits for it, and it may be a million.</summary>
    private const int TimeoutSeconds = 300;

    public override async Task PurgeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = database.DataSource.CreateCommand("DELETE FROM orders.idempotency_keys WHERE created_at < now() - $1");
            command.CommandTimeout = TimeoutSeconds;
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.KeyLifetime });
            var forgotten = await command.ExecuteNonQueryAsync(cancellationToken);
            if (forgotten > 0) LogForgotten(logger, forgotten);
        }
        catch (NpgsqlException exception)
        {
            LogNotForgotten(logger, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Forgot {Count} idempotency keys")]
    private static partial void LogForgotten(ILogger logger, int count);

    [LoggerMessage(LogLevel.Warning, "Old idempotency keys were not forgotten this time: {Reason}")]
    private static partial void LogNotForgotten(ILogger logger, string reason);
}
