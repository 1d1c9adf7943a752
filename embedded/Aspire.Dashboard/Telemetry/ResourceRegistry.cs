namespace Aspire.Dashboard.Telemetry;

/// <summary>The known senders, bounded: a new one beyond the limit takes the place of the one that was silent longest.</summary>
internal sealed class ResourceRegistry(TelemetryLimits limits, DropCounters drops, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ResourceKey, Entry> _entries = [];

    /// <summary>The one object for this key, with its attributes brought up to date.</summary>
    /// <param name="key">Who sends.</param>
    /// <param name="attributes">How the sender describes itself now.</param>
    /// <param name="isNew">Whether the key was unknown.</param>
    /// <param name="evicted">The resource that had to go, with everything it sent.</param>
    internal TelemetryResource Resolve(ResourceKey key, TelemetryAttribute[] attributes, out bool isNew, out TelemetryResource? evicted)
    {
        evicted = null;
        lock (_lock)
        {
            isNew = !_entries.TryGetValue(key, out var entry);
            if (entry is not null)
            {
                if (!entry.Resource.Attributes.AsSpan().SequenceEqual(attributes))
                    entry.Resource.Attributes = attributes;
            }
            else
            {
                if (_entries.Count >= limits.MaxResourceCount)
                {
                    evicted = _entries.Values.MinBy(static candidate => candidate.LastSeenTicks)!.Resource;
                    Remove(evicted.Key);
                    drops.Count(DropReason.Resources);
                }
                entry = new Entry(new TelemetryResource(key, attributes));
                _entries.Add(key, entry);
                MarkSiblings(key.Name);
            }
            entry.LastSeenTicks = time.GetUtcNow().UtcTicks;
            return entry.Resource;
        }
    }

    internal IReadOnlyList<(TelemetryResource Resource, DateTime LastSeen)> Snapshot()
    {
        lock (_lock)
            return [.. _entries.Values.Select(static entry => (entry.Resource, new DateTime(entry.LastSeenTicks, DateTimeKind.Utc)))];
    }

    internal void Forget(ResourceKey key)
    {
        lock (_lock)
            Remove(key);
    }

    private void Remove(ResourceKey key)
    {
        if (_entries.Remove(key))
            MarkSiblings(key.Name);
    }

    private void MarkSiblings(string name)
    {
        var siblings = _entries.Values.Select(static entry => entry.Resource).Where(resource => resource.Key.Name == name).ToList();
        foreach (var resource in siblings)
            resource.HasSiblings = siblings.Count > 1;
    }

    private sealed class Entry(TelemetryResource resource)
    {
        internal TelemetryResource Resource { get; } = resource;

        internal long LastSeenTicks { get; set; }
    }
}
