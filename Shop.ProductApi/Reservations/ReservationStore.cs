using Npgsql;
using NpgsqlTypes;

namespace Shop.ProductApi.Reservations;

/// <summary>
/// Reservations in the database: each method is one statement on the connection it is given, inside that connection's
/// transaction where one is open, and a transaction of its own otherwise.
/// </summary>
public static class ReservationStore
{
    private const string ReserveSql =
        "SELECT outcome, status, currency, total, product_ids, names, quantities, unit_prices, available "
        + "FROM product.reserve($1, $2, $3, $4, $5)";

    private const string CloseSql = "SELECT product.close_reservation($1, $2, $3)";

    private const string FindSql =
        "SELECT status, currency, total, product_ids, names, quantities, unit_prices FROM product.reservations WHERE order_id = $1";

    /// <summary>Reserves for several orders in one transaction: each gets all of its lines or none.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="requests">What each order wants; no order twice.</param>
    /// <param name="reservedAt">The time to note (UTC).</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>An outcome for each request, in their order.</returns>
    public static async Task<IReadOnlyList<ReservationOutcome>> ReserveAsync(
        NpgsqlConnection connection, IReadOnlyList<ReservationRequest> requests, DateTimeOffset reservedAt, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ReserveSql, connection);
        AddLines(command, requests);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = reservedAt });

        var outcomes = new ReservationOutcome[requests.Count];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        for (var i = 0; await reader.ReadAsync(cancellationToken); i++) outcomes[i] = ReadOutcome(reader, requests[i]);
        return outcomes;
    }

    /// <summary>Ends a reservation.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="wanted">Committed or released.</param>
    /// <param name="closedAt">The time to note (UTC).</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>
    /// Where the reservation stands now: as wanted, or as it ended before; null where an order that never reserved anything was
    /// to be committed. Releasing such an order notes that it is released.
    /// </returns>
    public static async Task<ReservationStatus?> CloseAsync(
        NpgsqlConnection connection, Guid orderId, ReservationStatus wanted, DateTimeOffset closedAt, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(CloseSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = wanted.ToString() });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = closedAt });
        return await command.ExecuteScalarAsync(cancellationToken) is string status ? Enum.Parse<ReservationStatus>(status) : null;
    }

    /// <summary>Reads a reservation.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The reservation, or null where the order has none.</returns>
    public static async Task<ReservationAnswer?> FindAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(FindSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ReadReservation(reader, orderId, firstColumn: 0) : null;
    }

    private static void AddLines(NpgsqlCommand command, IReadOnlyList<ReservationRequest> requests)
    {
        var lineCount = requests.Sum(request => request.Lines.Count);
        var (orders, counts) = (new Guid[requests.Count], new int[requests.Count]);
        var (products, quantities) = (new int[lineCount], new int[lineCount]);
        var next = 0;
        for (var i = 0; i < requests.Count; i++)
        {
            (orders[i], counts[i]) = (requests[i].OrderId, requests[i].Lines.Count);
            foreach (var line in requests[i].Lines) (products[next], quantities[next++]) = line;
        }

        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = orders, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        foreach (var numbers in (int[][])[counts, products, quantities])
            command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
    }

    private static ReservationOutcome ReadOutcome(NpgsqlDataReader reader, ReservationRequest request)
    {
        switch (reader.GetString(0))
        {
            case "unknown":
                return new ReservationOutcome.Unknown(reader.GetFieldValue<int[]>(4));
            case "insufficient":
                var (ids, wanted, left) = (reader.GetFieldValue<int[]>(4), reader.GetFieldValue<int[]>(6), reader.GetFieldValue<int[]>(8));
                return new ReservationOutcome.Insufficient([.. ids.Select((id, i) => new StockShortage(id, wanted[i], left[i]))]);
            default:
                var reservation = ReadReservation(reader, request.OrderId, firstColumn: 1);
                if (reservation.Status != ReservationStatus.Reserved) return new ReservationOutcome.Closed(reservation.Status);
                return AreSame(reservation.Lines, request.Lines) ? new ReservationOutcome.Held(reservation) : new ReservationOutcome.Conflict();
        }
    }

    private static ReservationAnswer ReadReservation(NpgsqlDataReader reader, Guid orderId, int firstColumn)
    {
        var status = Enum.Parse<ReservationStatus>(reader.GetString(firstColumn));
        var ids = reader.GetFieldValue<int[]>(firstColumn + 3);
        var names = reader.GetFieldValue<string[]>(firstColumn + 4);
        var quantities = reader.GetFieldValue<int[]>(firstColumn + 5);
        var prices = reader.GetFieldValue<decimal[]>(firstColumn + 6);
        var lines = new ReservationAnswerLine[ids.Length];
        for (var i = 0; i < lines.Length; i++) lines[i] = new(ids[i], names[i], quantities[i], prices[i], quantities[i] * prices[i]);
        return new(orderId, status, reader.GetString(firstColumn + 1), reader.GetDecimal(firstColumn + 2), lines);
    }

    /// <summary>The order of lines says nothing about the goods, so a request that only shuffles them is the same request.</summary>
    private static bool AreSame(IReadOnlyList<ReservationAnswerLine> held, IReadOnlyList<ReservationRequestLine> wanted)
    {
        if (held.Count != wanted.Count) return false;
        var quantities = held.ToDictionary(line => line.ProductId, line => line.Quantity);
        return wanted.All(line => quantities.TryGetValue(line.ProductId, out var quantity) && quantity == line.Quantity);
    }
}
