using Npgsql;
using Shop.OrderApi.Data;

namespace Shop.OrderApi.Orders;

/// <summary>Lists orders, newest first: their ids rise with time.</summary>
/// <param name="database">Where they are.</param>
internal sealed class OrderList(OrderDatabase database)
{
    public async Task<OrderSummary[]> ReadAsync(
        string? customerId, OrderStatus? status, bool stuck, Guid? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand();
        // Only the conditions that are asked for, so that each combination finds its own index.
        var conditions = new List<string>();
        if (customerId is not null) conditions.Add($"customer_id = {Parameter(command, customerId)}");
        if (status is { } wanted) conditions.Add($"status = {Parameter(command, wanted.ToString())}");
        if (stuck) conditions.Add(OrderConfiguration.IsStuck);
        if (after is { } last) conditions.Add($"id < {Parameter(command, last)}");
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
#pragma warning disable CA2100 // Made of constants and numbered parameters.
        command.CommandText =
            $"SELECT id, customer_id, order_date, status, total, currency FROM orders.orders {where} ORDER BY id DESC LIMIT {Parameter(command, limit)}";
#pragma warning restore CA2100

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<OrderSummary>();
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(new(
                reader.GetGuid(0), reader.GetString(1), await reader.GetFieldValueAsync<DateTimeOffset>(2, cancellationToken),
                Enum.Parse<OrderStatus>(reader.GetString(3)), reader.GetDecimal(4), reader.GetString(5)));
        }

        return [.. page];
    }

    private static string Parameter<T>(NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${command.Parameters.Count}";
    }
}
