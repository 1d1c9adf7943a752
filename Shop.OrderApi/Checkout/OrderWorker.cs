using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults.Work;

namespace Shop.OrderApi.Checkout;

/// <summary>
/// Picks up orders that a crash or an outage left behind, on every replica: rows that another worker is taking are skipped,
/// and taking one raises its version, so that whoever had it before can no longer write it.
/// </summary>
internal sealed partial class OrderWorker(
    OrderDatabase database, IDbContextFactory<OrderContext> contexts, OrderDriver driver, IOptions<OrderOptions> options, TimeProvider time, ILogger<OrderWorker> logger) : BackgroundService
{
    /// <summary>What is due later than anything is ever put off was put off before the database's clock was set back: it is due.</summary>
    private const string ClaimSql = """
        WITH due AS (
            SELECT id FROM orders.orders WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
        ), stray AS (
            SELECT id FROM orders.orders WHERE due_at > now() + $3 ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
        )
        UPDATE orders.orders o
        SET due_at = now() + $2, lease_until = now() + $2, version = o.version + 1
        FROM (SELECT id FROM due UNION ALL SELECT id FROM stray LIMIT $1) taken
        WHERE o.id = taken.id
        RETURNING o.id, o.version
        """;

    private readonly AsyncAutoResetEvent _wake = new(time);
    private int _busy;

    /// <summary>Something may be due.</summary>
    public void Wake() => _wake.Set();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.Prepared.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WorkAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogIdle(logger, exception.Message);
            }

            await _wake.WaitAsync(options.Value.WorkerInterval, stoppingToken);
        }
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        var free = options.Value.WorkerConcurrency - Volatile.Read(ref _busy);
        if (free == 0) return;

        var claimed = await ClaimAsync(free, stoppingToken);
        foreach (var (orderId, version) in claimed)
        {
            Interlocked.Increment(ref _busy);
            _ = ResumeAsync(orderId, version, moreAreWaiting: claimed.Count == free, stoppingToken);
        }
    }

    private async Task<List<(Guid OrderId, int Version)>> ClaimAsync(int count, CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand(ClaimSql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.Lease });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.LongestWait });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var claimed = new List<(Guid, int)>();
        while (await reader.ReadAsync(cancellationToken)) claimed.Add((reader.GetGuid(0), reader.GetInt32(1)));
        return claimed;
    }

    private async Task ResumeAsync(Guid orderId, int version, bool moreAreWaiting, CancellationToken stoppingToken)
    {
        try
        {
            // Somebody may have written the order since, and has it now.
            if (await contexts.FindOrderAsync(orderId, stoppingToken) is not { } order || order.Version != version) return;

            using var activity = StartActivity(order);
            var result = await driver.DriveAsync(order, promised: true, stoppingToken);
            activity?.SetTag("shop.order.status", result.Order.Status.ToString());
        }
        catch (Exception exception)
        {
            // The lease runs out, and the order is due again.
            LogLeft(logger, orderId, exception.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
            if (moreAreWaiting) Wake();
        }
    }

    /// <summary>In the trace of the request that placed the order: one checkout is one trace, however many tries it took.</summary>
    private static Activity? StartActivity(Order order)
    {
        _ = ActivityContext.TryParse(order.TraceParent, null, isRemote: true, out var placedIn);
        var activity = OrderTelemetry.Source.StartActivity("order resume", ActivityKind.Internal, placedIn);
        return activity?.SetTag("shop.order.id", order.Id).SetTag("shop.order.goal", order.Goal.ToString());
    }

    [LoggerMessage(LogLevel.Warning, "Cannot look for orders to resume: {Reason}")]
    private static partial void LogIdle(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "Order {OrderId} was left where it was, until its lease is over: {Reason}")]
    private static partial void LogLeft(ILogger logger, Guid orderId, string reason);
}
