namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>A trace as it grows: an array of spans that is only appended to. Guarded by the store's lock.</summary>
internal sealed class StoredTrace(TraceId traceId, TraceOwner owner)
{
    // Below this many spans a scan finds a duplicate as fast as a set does, without the set's memory.
    private const int MaxScannedSpans = 16;

    private Span[] _spans = new Span[4];
    private int _count;
    private HashSet<SpanId>? _ids;
    private TraceSnapshot? _snapshot;

    internal TraceId TraceId { get; } = traceId;

    internal TraceOwner Owner { get; set; } = owner;

    /// <summary>The place in the owner's list.</summary>
    internal LinkedListNode<StoredTrace>? Node { get; set; }

    internal bool HasRoot { get; private set; }

    internal long Bytes { get; private set; }

    internal int Count => _count;

    internal ReadOnlySpan<Span> Spans => _spans.AsSpan(0, _count);

    internal TraceSnapshot Snapshot() => _snapshot ??= new TraceSnapshot(TraceId, _spans, _count);

    internal bool Contains(SpanId spanId)
    {
        if (_ids is not null)
            return _ids.Contains(spanId);
        foreach (var span in Spans)
        {
            if (span.SpanId == spanId)
                return true;
        }
        return false;
    }

    internal void Append(Span span)
    {
        // Snapshots keep the old array; the slots they can see are never written again.
        if (_count == _spans.Length)
            Array.Resize(ref _spans, _count * 2);
        _spans[_count++] = span;
        _snapshot = null;
        Bytes += span.EstimatedBytes;
        HasRoot |= span.ParentSpanId.IsNone;

        if (_ids is not null)
            _ids.Add(span.SpanId);
        else if (_count > MaxScannedSpans)
            _ids = [.. Spans.ToArray().Select(stored => stored.SpanId)];
    }
}

/// <summary>The traces that one resource began, oldest first: what it loses from when it has more than its share.</summary>
internal sealed class TraceOwner(TelemetryResource resource)
{
    internal TelemetryResource Resource { get; } = resource;

    internal LinkedList<StoredTrace> Traces { get; } = [];

    internal long Bytes { get; set; }
}
