using System.Diagnostics;

namespace Shop.Tests.Telemetry;

/// <summary>A span as the dashboard keeps it: ids in lower-case hex, attributes as text.</summary>
public sealed record ReceivedSpan(
    string Service,
    string Scope,
    string Name,
    ActivityKind Kind,
    string TraceId,
    string SpanId,
    string ParentSpanId,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> LinkedTraceIds)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Service}: {Name} ({Kind})";
}

/// <summary>A log record as the dashboard keeps it; the trace's id is empty where it belongs to none.</summary>
public sealed record ReceivedLog(string Service, string Message, string TraceId);
