using Npgsql;

namespace Shop.ProductApi.Sales;

/// <summary>Sales in the database: each method is one statement on the connection it is given, inside its transaction where one is open.</summary>
public static class SalesStore
{
    private const string TakeSql = "SELECT product.take_order_events($1, $2, $3, $4)";

    private const string FindSql = """
        SELECT COALESCE(s.pieces, 0), COALESCE(s.orders, 0), COALESCE(s.revenue, 0), p.currency, s.last_sold_at
        FROM product.products p LEFT JOIN product.sales s ON s.product_id = p.id
        WHERE p.id = $1
        """;

    /// <summary>Lets events have their effect, each once, however often it comes.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="events">The events.</param>
    /// <param name="at">The time to note (UTC).</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>How many were not taken, because as far as this module knows their goods are not out.</returns>
    public static async Task<int> TakeAsync(
        NpgsqlConnection connection, IReadOnlyCollection<OrderEvent> events, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(TakeSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. events.Select(e => e.OrderId)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. events.Select(e => e.Version)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. events.Select(e => e.Type)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at });
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Reads what was sold of a product.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="productId">The product; one that has left the catalogue is found as well.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>Its sales, or null where there never was such a product.</returns>
    public static async Task<SalesAnswer?> FindAsync(NpgsqlConnection connection, int productId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(FindSql, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = productId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;

        DateTimeOffset? lastSoldAt = await reader.IsDBNullAsync(4, cancellationToken)
            ? null
            : await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken);
        return new(productId, reader.GetInt64(0), reader.GetInt64(1), reader.GetDecimal(2), reader.GetString(3), lastSoldAt);
    }
}
