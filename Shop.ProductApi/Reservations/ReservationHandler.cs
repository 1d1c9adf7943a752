using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.ProductApi.Data;
using Shop.ProductApi.Products;

namespace Shop.ProductApi.Reservations;

/// <summary>The goods that an order wants: at least one line, each product at most once.</summary>
internal sealed record ReserveCommand(Guid OrderId, IReadOnlyList<ReserveLine> Lines);

/// <summary>One product that an order wants, at least one piece of it.</summary>
internal readonly record struct ReserveLine(int ProductId, int Quantity);

/// <summary>What came of asking for a reservation.</summary>
internal abstract record ReservationOutcome
{
    private ReservationOutcome()
    {
    }

    /// <summary>The goods are held: by this request or by the same one before.</summary>
    public sealed record Held(ReservationResponse Reservation) : ReservationOutcome;

    /// <summary>The order holds other goods than those asked for.</summary>
    public sealed record Conflict : ReservationOutcome;

    /// <summary>The reservation was ended before.</summary>
    public sealed record Closed(ReservationStatus Status) : ReservationOutcome;

    /// <summary>These products are not in the catalogue.</summary>
    public sealed record Unknown(IReadOnlyList<int> ProductIds) : ReservationOutcome;

    /// <summary>There is not enough of these products, and nothing is held.</summary>
    public sealed record Insufficient(IReadOnlyList<StockShortage> Products) : ReservationOutcome;

    /// <summary>Somebody else keeps the order or one of the products locked, and nothing is held.</summary>
    public sealed record Locked : ReservationOutcome;
}

/// <summary>
/// Reserves goods for orders, commits them and gives them back. Orders that come at the same time share a transaction; those that find
/// something locked wait beside it, so that nobody else waits for their goods.
/// </summary>
internal sealed class ReservationHandler : IDisposable
{
    private const string MeterName = "Shop.Product";

    private readonly ProductDatabase _database;
    private readonly CatalogueVersion _catalogue;
    private readonly TimeProvider _time;
    private readonly LockPatience _patience;
    private readonly BatchedStatement<ReserveCommand, ReservationOutcome> _commits;
    private readonly BatchedStatement<ReserveCommand, ReservationOutcome> _waiting;
    private readonly Meter _meter;
    private readonly Counter<long> _reservations;

    public ReservationHandler(
        ProductDatabase database, CatalogueVersion catalogue, LockPatience patience, IOptions<ProductOptions> options, TimeProvider time,
        IMeterFactory meters)
    {
        (_database, _catalogue, _patience, _time) = (database, catalogue, patience, time);
        _commits = new(database.Source, (connection, batch) => ReserveBatchAsync(connection, batch, patience.MayWait), options.Value.MaxBatch);
        _waiting = new(database.Source, (connection, batch) => ReserveBatchAsync(connection, batch, mayWait: true), options.Value.MaxBatch);
        _meter = meters.Create(MeterName);
        _reservations = _meter.CreateCounter<long>("shop.reservations", "{reservation}", "Reservations asked for, by outcome.");
    }

    /// <summary>Reserves all lines of an order or none; asking again answers the same.</summary>
    /// <exception cref="GoodsLockedException">Somebody else keeps the order or a product locked.</exception>
    public async Task<ReservationOutcome> ReserveAsync(ReserveCommand command)
    {
        // No cancellation: the batch may already be on its way, and an order asks again when it did not hear the answer.
        var outcome = await _commits.RunAsync(command);
        if (outcome is ReservationOutcome.Locked) outcome = await _waiting.RunAsync(command);
        _reservations.Add(1, new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
        return outcome is ReservationOutcome.Locked ? throw new GoodsLockedException() : outcome;
    }

    /// <summary>Commits or releases what an order holds; asking again answers the same.</summary>
    /// <returns>Null where the reservation has ended as wanted, now or before; what to tell the caller where it has not.</returns>
    public async Task<ProblemHttpResult?> CloseAsync(Guid orderId, ReservationStatus wanted)
    {
        // No cancellation: who has waited too long asks again, and where a connection takes longer to open than anybody waits, one that
        // was given up with each caller would never be there.
        await using var connection = await _database.Source.OpenConnectionAsync(CancellationToken.None);
        var status = await ReservationStatements.CloseAsync(connection, orderId, wanted, _time.GetUtcNow(), CancellationToken.None);
        _catalogue.Advance();
        if (status == wanted) return null;
        // Only a commit can find nothing: releasing notes that the order is over.
        return status is { } ended ? ReservationProblem.Closed(orderId, ended) : ReservationProblem.Nothing(orderId);
    }

    public async Task<ReservationResponse?> FindAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        return await ReservationStatements.FindAsync(connection, orderId, cancellationToken);
    }

    public void Dispose()
    {
        _commits.Dispose();
        _waiting.Dispose();
        _meter.Dispose();
    }

    private async Task<IReadOnlyList<ReservationOutcome>> ReserveBatchAsync(
        NpgsqlConnection connection, IReadOnlyList<ReserveCommand> commands, bool mayWait)
    {
        var outcomes = await _patience.DoAsync(mayWait, wait => wait
            ? ReservationStatements.ReserveAsync(connection, commands, _time.GetUtcNow(), CancellationToken.None)
            : ReserveAtOnceAsync(connection, commands));
        _catalogue.Advance();
        return outcomes;
    }

    private async Task<IReadOnlyList<ReservationOutcome>> ReserveAtOnceAsync(NpgsqlConnection connection, IReadOnlyList<ReserveCommand> commands)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var outcomes = await ReservationStatements.ReserveAtOnceAsync(connection, commands, _time.GetUtcNow(), CancellationToken.None);
        await transaction.CommitAsync();
        return outcomes;
    }
}
