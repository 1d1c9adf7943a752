using System.Runtime.InteropServices;

namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>
/// Spans gathered into traces. A trace belongs to the resource of its root, until the root arrives to the resource of its
/// first span; when a limit is reached, the resource with the most loses its oldest trace, so that a noisy resource only
/// pushes out its own.
/// </summary>
internal sealed class TraceStore(TelemetryLimits limits, DropCounters drops)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TraceId, StoredTrace> _traces = [];
    private readonly Dictionary<TelemetryResource, TraceOwner> _owners = [];
    private readonly Dictionary<TelemetryResource, int> _spanCounts = [];
    private long _bytes;
    private long _lastSequence;
    private TraceSnapshot[]? _snapshot = [];

    /// <summary>Adds a batch; spans that are stored already are passed over, since senders repeat batches that they think were lost.</summary>
    /// <returns>How many spans were not kept because their trace is full.</returns>
    internal int Add(IReadOnlyList<Span> spans)
    {
        var refused = 0;
        lock (_lock)
        {
            _snapshot = null;
            foreach (var span in spans)
            {
                if (!Add(span))
                    refused++;
            }
        }
        drops.Count(DropReason.SpansInTrace, refused);
        return refused;
    }

    /// <summary>All traces at one moment, in no particular order.</summary>
    internal TraceSnapshot[] Snapshot()
    {
        lock (_lock)
            return _snapshot ??= [.. _traces.Values.Select(static trace => trace.Snapshot())];
    }

    internal TraceSnapshot? Find(TraceId traceId)
    {
        lock (_lock)
            return _traces.GetValueOrDefault(traceId)?.Snapshot();
    }

    internal IReadOnlyDictionary<TelemetryResource, int> SpanCounts()
    {
        lock (_lock)
            return new Dictionary<TelemetryResource, int>(_spanCounts);
    }

    /// <summary>Forgets every trace that a selected resource takes part in.</summary>
    internal void Clear(Func<TelemetryResource, bool> isSelected)
    {
        lock (_lock)
        {
            _snapshot = null;
            foreach (var trace in _traces.Values.Where(trace => trace.Spans.ToArray().Any(span => isSelected(span.Resource))).ToList())
                Remove(trace);
        }
    }

    private bool Add(Span span)
    {
        if (!_traces.TryGetValue(span.TraceId, out var trace))
        {
            trace = new StoredTrace(span.TraceId, OwnerOf(span.Resource));
            _traces.Add(span.TraceId, trace);
            trace.Node = trace.Owner.Traces.AddLast(trace);
        }
        else if (trace.Contains(span.SpanId))
        {
            return true;
        }
        else if (trace.Count >= limits.MaxSpansPerTrace)
        {
            return false;
        }

        if (span.ParentSpanId.IsNone && !trace.HasRoot)
            MoveTo(trace, span.Resource);
        span.Sequence = ++_lastSequence;
        trace.Append(span);
        trace.Owner.Bytes += span.EstimatedBytes;
        _bytes += span.EstimatedBytes;
        _spanCounts[span.Resource] = _spanCounts.GetValueOrDefault(span.Resource) + 1;

        while (_traces.Count > limits.MaxTraceCount)
            EvictFrom(_owners.Values.MaxBy(static owner => owner.Traces.Count)!);
        while (_bytes > limits.MaxTraceBytes)
            EvictFrom(_owners.Values.MaxBy(static owner => owner.Bytes)!);
        return true;
    }

    private void MoveTo(StoredTrace trace, TelemetryResource resource)
    {
        if (trace.Owner.Resource == resource)
            return;
        var (from, to) = (trace.Owner, OwnerOf(resource));
        from.Traces.Remove(trace.Node!);
        to.Traces.AddLast(trace.Node!);
        from.Bytes -= trace.Bytes;
        to.Bytes += trace.Bytes;
        trace.Owner = to;
        if (from.Traces.Count == 0)
            _owners.Remove(from.Resource);
    }

    private TraceOwner OwnerOf(TelemetryResource resource)
    {
        if (!_owners.TryGetValue(resource, out var owner))
            _owners.Add(resource, owner = new TraceOwner(resource));
        return owner;
    }

    private void EvictFrom(TraceOwner owner)
    {
        Remove(owner.Traces.First!.Value);
        drops.Count(DropReason.Traces);
    }

    private void Remove(StoredTrace trace)
    {
        _traces.Remove(trace.TraceId);
        var owner = trace.Owner;
        owner.Traces.Remove(trace.Node!);
        owner.Bytes -= trace.Bytes;
        if (owner.Traces.Count == 0)
            _owners.Remove(owner.Resource);
        _bytes -= trace.Bytes;
        foreach (var span in trace.Spans)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_spanCounts, span.Resource) == 0)
                _spanCounts.Remove(span.Resource);
        }
    }
}
