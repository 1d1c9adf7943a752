namespace Shop.OrderApi.Orders;

/// <summary>
/// A change of an order: an entry of its history, and at the same time the outbox row that tells the world. One row is both,
/// so that neither can exist without the other.
/// </summary>
public sealed record OrderEvent
{
    /// <summary>The order that changed.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The order's version after the change; rises within the order.</summary>
    public required int Version { get; init; }

    /// <summary>The order in which events are published, given by the database.</summary>
    public long Sequence { get; init; }

    /// <summary>What happened: one of <see cref="OrderEventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The order's status after the change.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>When it happened (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, for a rejection or a cancellation.</summary>
    public string? Reason { get; init; }

    /// <summary>How much was refunded, in the order's currency.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Which refund.</summary>
    public string? RefundId { get; init; }

    /// <summary>The W3C trace context of the work that made the change.</summary>
    public string? TraceParent { get; init; }

    /// <summary>When the relay handed it to every publisher (UTC), or null.</summary>
    public DateTimeOffset? PublishedAt { get; init; }
}
