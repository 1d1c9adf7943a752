using Npgsql;
using NpgsqlTypes;
using Shop.ProductApi.Products;

namespace Shop.ProductApi.Reservations;

/// <summary>
/// Reservations in the database: each method is one statement on the connection it is given, inside that connection's
/// transaction where one is open, and a transaction of its own otherwise.
/// </summary>
internal static class ReservationStatements
{
    private const string ReserveSql =
        "SELECT outcome, status, currency, total, product_ids, names, quantities, unit_prices, available "
        + "FROM product.reserve($1, $2, $3, $4, $5)";

    private const string LockAtOnceSql = "SELECT * FROM product.lock_at_once($1, $2, $3)";

    private const string CloseSql = "SELECT product.close_reservation($1, $2, $3)";

    private const string FindSql =
        "SELECT status, currency, total, product_ids, names, quantities, unit_prices FROM product.reservations WHERE order_id = $1";

    /// <summary>Reserves for several orders in one transaction: each gets all of its lines or none.</summary>
    /// <param name="connection">An open connection, in a transaction of the caller's or none.</param>
    /// <param name="wanted">What each order wants; no order twice.</param>
    /// <param name="reservedAt">The time to note (UTC).</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>An outcome for each order, in their sequence.</returns>
    public static async Task<IReadOnlyList<ReservationOutcome>> ReserveAsync(
        NpgsqlConnection connection, IReadOnlyList<ReserveCommand> wanted, DateTimeOffset reservedAt, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ReserveSql, connection);
        AddLines(command, wanted, withQuantities: true);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = reservedAt });

        var outcomes = new ReservationOutcome[wanted.Count];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        for (var i = 0; await reader.ReadAsync(cancellationToken); i++) outcomes[i] = ReadOutcome(reader, wanted[i]);
        return outcomes;
    }

    /// <summary>
    /// As <see cref="ReserveAsync"/>, but in two statements that wait for nobody: orders of which something is locked are left out. Only
    /// in a transaction.
    /// </summary>
    public static async Task<IReadOnlyList<ReservationOutcome>> ReserveAtOnceAsync(
        NpgsqlConnection connection, IReadOnlyList<ReserveCommand> wanted, DateTimeOffset reservedAt, CancellationToken cancellationToken)
    {
        var locked = await LockAtOnceAsync(connection, wanted, cancellationToken);
        ReserveCommand[] free = [.. wanted.Where(each => !locked.Contains(each.OrderId))];
        var reserved = free.Length > 0 ? await ReserveAsync(connection, free, reservedAt, cancellationToken) : [];
        var next = 0;
        return [.. wanted.Select(each => locked.Contains(each.OrderId) ? new ReservationOutcome.Locked() : reserved[next++])];
    }

    /// <summary>Ends a reservation: commits or releases it.</summary>
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

    public static async Task<ReservationResponse?> FindAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(FindSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ReadReservation(reader, orderId, firstColumn: 0) : null;
    }

    private static async Task<HashSet<Guid>> LockAtOnceAsync(
        NpgsqlConnection connection, IReadOnlyList<ReserveCommand> wanted, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(LockAtOnceSql, connection);
        AddLines(command, wanted, withQuantities: false);
        var locked = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) locked.Add(reader.GetGuid(0));
        return locked;
    }

    private static void AddLines(NpgsqlCommand command, IReadOnlyList<ReserveCommand> wanted, bool withQuantities)
    {
        var lineCount = wanted.Sum(each => each.Lines.Count);
        var (orders, counts) = (new Guid[wanted.Count], new int[wanted.Count]);
        var (products, quantities) = (new int[lineCount], new int[lineCount]);
        var next = 0;
        for (var i = 0; i < wanted.Count; i++)
        {
            (orders[i], counts[i]) = (wanted[i].OrderId, wanted[i].Lines.Count);
            foreach (var line in wanted[i].Lines) (products[next], quantities[next++]) = line;
        }

        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = orders, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        foreach (var numbers in withQuantities ? (int[][])[counts, products, quantities] : [counts, products])
            command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
    }

    private static ReservationOutcome ReadOutcome(NpgsqlDataReader reader, ReserveCommand wanted)
    {
        switch (reader.GetString(0))
        {
            case "unknown":
                return new ReservationOutcome.Unknown(reader.GetFieldValue<int[]>(4));
            case "insufficient":
                var (ids, asked, left) = (reader.GetFieldValue<int[]>(4), reader.GetFieldValue<int[]>(6), reader.GetFieldValue<int[]>(8));
                return new ReservationOutcome.Insufficient([.. ids.Select((id, i) => new StockShortage(id, asked[i], left[i]))]);
            default:
                var reservation = ReadReservation(reader, wanted.OrderId, firstColumn: 1);
                if (reservation.Status != ReservationStatus.Reserved) return new ReservationOutcome.Closed(reservation.Status);
                return AreSame(reservation.Lines, wanted.Lines) ? new ReservationOutcome.Held(reservation) : new ReservationOutcome.Conflict();
        }
    }

    private static ReservationResponse ReadReservation(NpgsqlDataReader reader, Guid orderId, int firstColumn)
    {
        var status = Enum.Parse<ReservationStatus>(reader.GetString(firstColumn));
        var ids = reader.GetFieldValue<int[]>(firstColumn + 3);
        var names = reader.GetFieldValue<string[]>(firstColumn + 4);
        var quantities = reader.GetFieldValue<int[]>(firstColumn + 5);
        var prices = reader.GetFieldValue<decimal[]>(firstColumn + 6);
        var lines = new ReservationResponseLine[ids.Length];
        for (var i = 0; i < lines.Length; i++) lines[i] = new(ids[i], names[i], quantities[i], prices[i], quantities[i] * prices[i]);
        return new(orderId, status, reader.GetString(firstColumn + 1), reader.GetDecimal(firstColumn + 2), lines);
    }

    /// <summary>The order of lines says nothing about the goods, so a command that only shuffles them is the same command.</summary>
    private static bool AreSame(IReadOnlyList<ReservationResponseLine> held, IReadOnlyList<ReserveLine> wanted)
    {
        if (held.Count != wanted.Count) return false;
        var quantities = held.ToDictionary(line => line.ProductId, line => line.Quantity);
        return wanted.All(line => quantities.TryGetValue(line.ProductId, out var quantity) && quantity == line.Quantity);
    }
}
