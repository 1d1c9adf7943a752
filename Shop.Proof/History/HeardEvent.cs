namespace Shop.Proof.History;

/// <summary>An event of an order that a subscriber was told, and acknowledged.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Version">The order's version that it tells of.</param>
/// <param name="Type">What has happened, as <c>order.confirmed</c>.</param>
internal sealed record HeardEvent(Guid OrderId, int Version, string Type);
