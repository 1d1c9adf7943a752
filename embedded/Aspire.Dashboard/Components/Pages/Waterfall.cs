using System.Globalization;
using Aspire.Dashboard.Components.Text;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Components.Pages;

/// <summary>A trace as it is drawn: which spans are in sight, and where their bars lie along the axis.</summary>
internal sealed class Waterfall
{
    private readonly ILookup<SpanId, LogEntry> _logs;
    private readonly HashSet<SpanId> _matches;

    /// <summary>Prepares the drawing.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="logs">Its log records.</param>
    /// <param name="search">Text to find in spans; null finds none.</param>
    internal Waterfall(TraceDetail trace, IEnumerable<LogEntry> logs, string? search)
    {
        Trace = trace;
        _logs = logs.ToLookup(l => l.SpanId);
        _matches = string.IsNullOrWhiteSpace(search) ? [] : [.. trace.Nodes.Where(n => Has(n.Span, search.Trim())).Select(n => n.Span.SpanId)];
        Depth = trace.Nodes.Select(n => n.Depth).DefaultIfEmpty().Max() + 1;
        CriticalTime = trace.Nodes.ToDictionary(n => n.Span, n => n.CriticalTime);
        Slowest = trace.Nodes.Where(n => n.IsOnCriticalPath).MaxBy(n => n.CriticalTime);
    }

    internal TraceDetail Trace { get; }

    /// <summary>Levels of the tree.</summary>
    internal int Depth { get; }

    /// <summary>The span that costs the trace most of its time by itself; null for an empty trace.</summary>
    internal TraceNode? Slowest { get; }

    /// <summary>The time on the critical path that is each span's own.</summary>
    internal IReadOnlyDictionary<Span, TimeSpan> CriticalTime { get; }

    /// <summary>Spans with the text that is searched, from top to bottom.</summary>
    internal IEnumerable<TraceNode> Matches => Trace.Nodes.Where(n => _matches.Contains(n.Span.SpanId));

    /// <summary>The spans that no collapsed one hides.</summary>
    internal TraceNode[] Visible(IReadOnlySet<SpanId> collapsed)
    {
        var visible = new List<TraceNode>(Trace.Nodes.Count);
        for (var i = 0; i < Trace.Nodes.Count; i++)
        {
            var node = Trace.Nodes[i];
            visible.Add(node);
            if (collapsed.Contains(node.Span.SpanId))
                i += node.DescendantCount;
        }

        return [.. visible];
    }

    /// <summary>Whether the span has the text that is searched.</summary>
    internal bool IsMatch(TraceNode node) => _matches.Contains(node.Span.SpanId);

    /// <summary>Log records of a span.</summary>
    internal IEnumerable<LogEntry> LogsOf(TraceNode node) => _logs[node.Span.SpanId];

    /// <summary>Where a moment lies along the axis, in percent of its length.</summary>
    internal double At(ulong nanos)
    {
        var (start, length) = (Trace.Summary.StartNanos, Trace.Summary.DurationNanos);
        if (length == 0 || nanos <= start)
            return 0;
        return Math.Min(100, 100.0 * (nanos - start) / length);
    }

    /// <summary>Left edge and width of a stretch as a style.</summary>
    internal string Style(ulong startNanos, ulong endNanos)
    {
        var left = At(startNanos);
        return string.Create(CultureInfo.InvariantCulture, $"left:{left:0.###}%;width:{At(endNanos) - left:0.###}%");
    }

    /// <summary>Left edge of a moment as a style.</summary>
    internal string Style(ulong nanos) => string.Create(CultureInfo.InvariantCulture, $"left:{At(nanos):0.###}%");

    /// <summary>Labels of the axis from left to right.</summary>
    internal IEnumerable<string> Ticks() => Enumerable.Range(0, 5).Select(i => i == 0 ? "0" : Durations.Fine(Trace.Summary.Duration * i / 4));

    /// <summary>What a span did, in a few words: the statement, the address, the status.</summary>
    internal static string Gist(Span span)
    {
        string? First(params ReadOnlySpan<string> keys)
        {
            foreach (var key in keys)
            {
                if (span.Attributes.FindText(key) is { Length: > 0 } text)
                    return text;
            }

            return null;
        }

        if (First("db.query.text", "db.statement") is { } statement)
            return Line(statement);
        var status = First("http.response.status_code", "http.status_code", "rpc.grpc.status_code");
        var address = First("url.full", "http.url", "url.path", "http.target", "messaging.destination.name", "rpc.method");
        return Line(string.Join(' ', new[] { address, status }.OfType<string>()));
    }

    private static string Line(string text)
    {
        const int most = 160;
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= most ? line : string.Concat(line.AsSpan(0, most), "…");
    }

    private static bool Has(Span span, string text) =>
        span.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
        || span.Resource.DisplayName.Contains(text, StringComparison.OrdinalIgnoreCase)
        || span.SpanId.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)
        || (span.StatusMessage?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false)
        || span.Attributes.Any(a => a.Key.Contains(text, StringComparison.OrdinalIgnoreCase) || a.Value.ToString().Contains(text, StringComparison.OrdinalIgnoreCase));
}
