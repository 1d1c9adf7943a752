using Npgsql;
using Shop.ProductApi.Data;
using Shop.ProductApi.Products;

namespace Shop.ProductApi.Stock;

/// <summary>Changes of stock that are not sales, and products that leave the catalogue.</summary>
/// <param name="database">Connections.</param>
/// <param name="cache">Told of every change.</param>
/// <param name="time">The clock for what is noted.</param>
public sealed class StockRoom(ProductDatabase database, CatalogueCache cache, TimeProvider time)
{
    /// <summary>Adds to the stock of a product or takes away from it, never below what is reserved.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="delta">Pieces to add, or, when negative, to take away.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>Whether it was done, and the stock as it is now; null where the catalogue has no such product.</returns>
    public async Task<(bool Changed, StockAnswer Stock)?> AdjustAsync(int productId, int delta, string reason, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT changed, on_hand, reserved FROM product.adjust_stock($1, $2, $3, $4)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = productId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = delta });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;

        var (onHand, reserved) = (reader.GetInt32(1), reader.GetInt32(2));
        cache.Evict();
        return (reader.GetBoolean(0), new(productId, onHand, reserved, onHand - reserved));
    }

    /// <summary>Takes a product out of the catalogue: retired where it ever had stock, deleted where not.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>Whether the catalogue had such a product.</returns>
    public async Task<bool> RemoveProductAsync(int productId, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT product.remove_product($1, $2)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = productId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        var removed = await command.ExecuteScalarAsync(cancellationToken) is true;
        cache.Evict();
        return removed;
    }
}
