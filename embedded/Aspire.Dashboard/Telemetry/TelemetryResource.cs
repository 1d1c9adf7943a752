namespace Aspire.Dashboard.Telemetry;

/// <summary>A sender of telemetry. One object per key for as long as the store knows it, shared by all that it sent.</summary>
internal sealed class TelemetryResource(ResourceKey key, TelemetryAttribute[] attributes)
{
    private volatile TelemetryAttribute[] _attributes = attributes;
    private volatile bool _hasSiblings;

    internal ResourceKey Key { get; } = key;

    /// <summary>The attributes of the resource as it last described itself.</summary>
    internal TelemetryAttribute[] Attributes
    {
        get => _attributes;
        set => _attributes = value;
    }

    /// <summary>Whether the name alone is ambiguous, because several instances of it have sent something.</summary>
    internal bool HasSiblings
    {
        get => _hasSiblings;
        set => _hasSiblings = value;
    }

    /// <summary>What people call it: the name, with the instance where several share it.</summary>
    internal string DisplayName => HasSiblings ? Key.ToString() : Key.Name;
}
