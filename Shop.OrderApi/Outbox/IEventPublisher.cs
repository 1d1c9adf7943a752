using Npgsql;

namespace Shop.OrderApi.Outbox;

/// <summary>
/// A way for events to leave the module. An event counts as published once every publisher has taken it; when one throws, all
/// of the batch is handed to all publishers again: each must expect to see an event more than once.
/// </summary>
public interface IEventPublisher
{
    /// <summary>Takes events, in the order in which they happened within each order.</summary>
    /// <param name="connection">The relay's connection.</param>
    /// <param name="transaction">
    /// The relay's transaction, in which the events are marked. A publisher that writes to the same database joins it; another
    /// one has done its work when the returned task completes.
    /// </param>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task PublishAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<EventView> events, CancellationToken cancellationToken);

    /// <summary>The transaction that the events were taken in is committed: what was written in it can be seen by others now.</summary>
    void Committed()
    {
    }
}
