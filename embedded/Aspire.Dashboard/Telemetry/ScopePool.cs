using System.Collections.Concurrent;

namespace Aspire.Dashboard.Telemetry;

/// <summary>One object per instrumentation scope, shared by all that it produced. Bounded: beyond, scopes are not shared.</summary>
internal sealed class ScopePool
{
    private const int MaxScopes = 10_000;
    private const int MaxSharedBytes = 8 << 10;

    private readonly ConcurrentDictionary<(string Name, string Version), TelemetryScope> _scopes = new();

    internal TelemetryScope Get(string name, string version, TelemetryAttribute[] attributes)
    {
        if (_scopes.TryGetValue((name, version), out var known) && known.Attributes.AsSpan().SequenceEqual(attributes))
            return known;
        var bytes = Sizes.Of(name) + Sizes.Of(version) + Sizes.Of(attributes);
        if (bytes > MaxSharedBytes || _scopes.Count >= MaxScopes)
            return new TelemetryScope(name, version, attributes) { UnsharedBytes = bytes };
        return _scopes[(name, version)] = new TelemetryScope(name, version, attributes);
    }
}
