using Aspire.Hosting.Testing;
using Npgsql;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults.Checker;

/// <summary>Connections to the databases of a shop.</summary>
internal sealed record ShopDatabases(NpgsqlConnection Orders, NpgsqlConnection Products, NpgsqlConnection Payments) : IAsyncDisposable
{
    /// <summary>Connects, without a pool: the server may have been started anew since the last time.</summary>
    /// <param name="shop">The running shop, as three services.</param>
    public static async Task<ShopDatabases> OpenAsync(ShopFixture shop) =>
        new(await OpenAsync(shop, "orderdb"), await OpenAsync(shop, "productdb"), await OpenAsync(shop, "paymentdb"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Orders.DisposeAsync();
        await Products.DisposeAsync();
        await Payments.DisposeAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(ShopFixture shop, string database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(await shop.App.GetConnectionStringAsync(database)) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
