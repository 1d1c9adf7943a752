using Npgsql;
using Shop.Tests.Faults.Checker;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>Waits until a shop has come to rest.</summary>
internal static class Quiet
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    private const string UnderWaySql = """
        SELECT (SELECT count(*) FROM orders.orders WHERE goal <> 'None' OR due_at IS NOT NULL)
             + (SELECT count(*) FROM orders.events WHERE published_at IS NULL)
             + (SELECT count(*) FROM orders.webhook_deliveries WHERE status = 'Pending')
        """;

    private const string OpenAtGatewaySql = "SELECT count(*) FROM payment.gateway_requests";

    /// <summary>Waits until no order, event, webhook or movement of money is under way; what does not come to rest in time is left for the checker to report.</summary>
    /// <param name="shop">The shop.</param>
    public static async Task WaitAsync(ShopFixture shop)
    {
        await using var databases = await ShopDatabases.OpenAsync(shop);
        try
        {
            await Eventually.BecomesAsync("nothing to be under way", async () => await CountAsync(databases.Orders, UnderWaySql) + await CountAsync(databases.Payments, OpenAtGatewaySql), count => count == 0, Bound);
        }
        catch (TimeoutException)
        {
            // The checker says what it is that is stuck.
        }
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The constants above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
