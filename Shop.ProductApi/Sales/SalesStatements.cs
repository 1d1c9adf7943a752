using Npgsql;

namespace Shop.ProductApi.Sales;

/// <summary>Something that happened to an order, and the version that the order has after it.</summary>
internal readonly record struct OrderEvent(string Type, Guid OrderId, int Version)
{
    /// <summary>The goods are out. The only type that has an effect here; others are noted and have none.</summary>
    public const string Shipped = "order.shipped";
}

/// <summary>Sales in the database: each method is one statement on the connection it is given, inside its transaction where one is open.</summary>
internal static class SalesStatements
{
    private const string TakeSql = "SELECT product.take_order_events($1, $2, $3, $4)";

    private const string FindSql = """
        SELECT COALESCE(s.pieces, 0), COALESCE(s.orders, 0), COALESCE(s.revenue, 0), p.currency, s.last_sold_at
        FROM product.products p LEFT JOIN product.sales s ON s.product_id = p.id
        WHERE p.id = $1
        """;

    /// <summary>Lets events have their effect, each once, however often it comes.</summary>
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

    /// <summary>What was sold of a product, also of one that has left the catalogue; null where there never was such a product.</summary>
    public static async Task<SalesResponse?> FindAsync(NpgsqlConnection connection, int productId, CancellationToken cancellationToken)
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
