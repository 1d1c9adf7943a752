using System.Diagnostics;
using Npgsql;

namespace Shop.Proof.Audit;

/// <summary>Waits until a shop has come to rest.</summary>
internal static class Quiet
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private const string UnderWaySql = """
        SELECT (SELECT count(*) FROM orders.orders WHERE goal <> 'None' OR due_at IS NOT NULL)
             + (SELECT count(*) FROM orders.events WHERE published_at IS NULL)
             + (SELECT count(*) FROM orders.webhook_deliveries WHERE status = 'Pending')
        """;

    private const string OpenAtGatewaySql = "SELECT count(*) FROM payment.gateway_requests";

    /// <summary>
    /// Waits until no order, event, webhook or movement of money is under way, or for a minute and a half: what does not come to rest in time is
    /// left for the checker to report.
    /// </summary>
    /// <param name="databases">The shop's databases.</param>
    public static async Task WaitAsync(ShopDatabases databases)
    {
        var start = Stopwatch.GetTimestamp();
        while (await CountAsync(databases.Orders, UnderWaySql) + await CountAsync(databases.Payments, OpenAtGatewaySql) > 0 && Stopwatch.GetElapsedTime(start) < Bound)
            await Task.Delay(Pause);
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The constants above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
