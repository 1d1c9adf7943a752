using Npgsql;
using Shop.Web.Data;

namespace Shop.Web.Storefront;

/// <summary>Remembers where the trace of an order begins, for whoever wants to see it in the dashboard.</summary>
internal sealed class PlacedOrders(WebDatabase database, TimeProvider time)
{
    /// <summary>Notes the trace of an order that was placed on a page.</summary>
    public async Task NoteAsync(Guid orderId, string traceId)
    {
        await using var command = database.Source.CreateCommand(
            "INSERT INTO web.placed_orders (order_id, trace_id, placed_at) VALUES ($1, $2, $3) ON CONFLICT (order_id) DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = traceId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The trace of an order, or null where it was placed elsewhere.</summary>
    public async Task<string?> TraceOfAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand("SELECT trace_id FROM web.placed_orders WHERE order_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }
}
