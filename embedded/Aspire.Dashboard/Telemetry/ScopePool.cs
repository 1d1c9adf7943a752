using System.Collections.Concurrent;

namespace Aspire.Dashboard.Telemetry;

/// <summary>One object per instrumentation scope, shared by all that it produced. Bounded: beyond, scopes are not shared.</summary>
internal sealed class ScopePool
{
    private const int MaxScopes = 10_000;

    private readonly ConcurrentDictionary<(string Name, string Version), TelemetryScope> _scopes = new();

    internal TelemetryScope Get(string name, string version, TelemetryAttribute[] attributes)
    {
        if (_scopes.TryGetValue((name, version), out var known) && known.Attributes.AsSpan().SequenceEqual(attributes))
            return known;
        var scope = new TelemetryScope(name, version, attributes);
        if (_scopes.Count < MaxScopes)
            _scopes[(name, version)] = scope;
        return scope;
    }
}
