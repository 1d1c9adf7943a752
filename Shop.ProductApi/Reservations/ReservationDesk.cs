using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.ProductApi.Data;
using Shop.ProductApi.Products;

namespace Shop.ProductApi.Reservations;

/// <summary>Where orders reserve goods, commit them and give them back. Orders that come at the same time share a transaction.</summary>
public sealed class ReservationDesk : IDisposable
{
    private readonly ProductDatabase _database;
    private readonly CatalogueCache _cache;
    private readonly TimeProvider _time;
    private readonly BatchedStatement<ReservationRequest, ReservationOutcome> _commits;
    private readonly Meter _meter;
    private readonly Counter<long> _reservations;

    /// <summary>Opens the desk.</summary>
    /// <param name="database">Connections.</param>
    /// <param name="cache">Told of every change of stock.</param>
    /// <param name="options">How many orders share a transaction.</param>
    /// <param name="time">The clock for what is noted.</param>
    /// <param name="meters">For the count of reservations by outcome.</param>
    public ReservationDesk(
        ProductDatabase database, CatalogueCache cache, IOptions<ProductOptions> options, TimeProvider time, IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(database);
        (_database, _cache, _time) = (database, cache, time);
        _commits = new(database.Source, ReserveBatchAsync, options.Value.MaxBatch);
        _meter = meters.Create(ProductModule.TelemetryName);
        _reservations = _meter.CreateCounter<long>("shop.reservations", "{reservation}", "Reservations asked for, by outcome.");
    }

    /// <summary>Reserves all lines of an order or none; asking again answers the same.</summary>
    /// <param name="request">The order and its lines.</param>
    public async Task<ReservationOutcome> ReserveAsync(ReservationRequest request)
    {
        // No cancellation: the batch may already be on its way, and an order asks again when it did not hear the answer.
        var outcome = await _commits.RunAsync(request);
        _reservations.Add(1, new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
        return outcome;
    }

    /// <inheritdoc cref="ReservationStore.CloseAsync"/>
    public async Task<ReservationStatus?> CloseAsync(Guid orderId, ReservationStatus wanted, CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        var status = await ReservationStore.CloseAsync(connection, orderId, wanted, _time.GetUtcNow(), cancellationToken);
        _cache.Evict();
        return status;
    }

    /// <inheritdoc cref="ReservationStore.FindAsync"/>
    public async Task<ReservationAnswer?> FindAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        return await ReservationStore.FindAsync(connection, orderId, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _commits.Dispose();
        _meter.Dispose();
    }

    private async Task<IReadOnlyList<ReservationOutcome>> ReserveBatchAsync(
        NpgsqlConnection connection, IReadOnlyList<ReservationRequest> requests)
    {
        var outcomes = await ReservationStore.ReserveAsync(connection, requests, _time.GetUtcNow(), CancellationToken.None);
        _cache.Evict();
        return outcomes;
    }
}
