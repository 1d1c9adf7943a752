using Npgsql;

namespace Shop.ProductApi.Data;

/// <summary>Fills an empty catalogue. Replicas that start together do it once; a catalogue with products is left alone.</summary>
internal static class ProductSeed
{
    private const int TimeoutSeconds = 300;

    private const string Sql = """
        WITH goods AS (
            INSERT INTO product.products (name, description, category, price, currency, on_hand, reserved, version)
            SELECT g.name, g.description, g.category, g.price, 'EUR', $5, 0, 1
            FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS g (name, description, category, price, position)
            WHERE NOT EXISTS (SELECT 1 FROM product.products)
            ORDER BY g.position
            RETURNING id)
        INSERT INTO product.stock_adjustments (product_id, delta, reason, adjusted_at)
        SELECT id, $5, 'Opening stock', $6 FROM goods WHERE $5 > 0 ORDER BY id
        """;

    public static async Task SeedAsync(NpgsqlDataSource database, int count, int onHand, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (count == 0) return;
        var goods = Enumerable.Range(0, count).Select(SampleCatalogue.At).ToArray();

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var locking = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended('seeding of product', 0))", connection))
            await locking.ExecuteNonQueryAsync(cancellationToken);

        // A hundred thousand take more than a moment.
        await using var command = new NpgsqlCommand(Sql, connection) { CommandTimeout = TimeoutSeconds };
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. goods.Select(good => good.Name)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. goods.Select(good => good.Description)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. goods.Select(good => good.Category)] });
        command.Parameters.Add(new NpgsqlParameter<decimal[]> { TypedValue = [.. goods.Select(good => good.Price)] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = onHand });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
