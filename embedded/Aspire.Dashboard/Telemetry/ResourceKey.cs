namespace Aspire.Dashboard.Telemetry;

/// <summary>
/// Names a sender of telemetry by <c>service.name</c> and <c>service.instance.id</c>. In a query, no instance means all
/// instances of the name.
/// </summary>
internal readonly record struct ResourceKey(string Name, string? InstanceId = null)
{
    /// <summary>Whether this key, used in a query, selects the other.</summary>
    internal bool Selects(ResourceKey other) =>
        string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase)
        && (InstanceId is null || string.Equals(InstanceId, other.InstanceId, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name under which an Aspire AppHost knows the instance: <c>product-api-kwqvrjnd</c>.</summary>
    public override string ToString() => InstanceId is null ? Name : $"{Name}-{InstanceId}";
}
