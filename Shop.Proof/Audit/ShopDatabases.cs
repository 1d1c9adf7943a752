using Npgsql;

namespace Shop.Proof.Audit;

/// <summary>Connections to the databases of a shop.</summary>
internal sealed record ShopDatabases(NpgsqlConnection Orders, NpgsqlConnection Products, NpgsqlConnection Payments) : IAsyncDisposable
{
    /// <summary>Connects, without a pool: the server may have been started anew since the last time.</summary>
    /// <param name="orders">The connection string of the database with orders.</param>
    /// <param name="products">That of the one with products; null where one database has everything.</param>
    /// <param name="payments">That of the one with payments; null where one database has everything.</param>
    public static async Task<ShopDatabases> OpenAsync(string orders, string? products = null, string? payments = null) =>
        new(await ConnectAsync(orders), await ConnectAsync(products ?? orders), await ConnectAsync(payments ?? orders));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Orders.DisposeAsync();
        await Products.DisposeAsync();
        await Payments.DisposeAsync();
    }

    private static async Task<NpgsqlConnection> ConnectAsync(string database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
