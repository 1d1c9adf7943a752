namespace Aspire.Dashboard.Telemetry.Queries;

/// <summary>How a filter compares; letter case never matters.</summary>
internal enum FilterCondition
{
    Equals,
    NotEquals,
    Contains,
    NotContains,
}

/// <summary>One condition on an attribute, or on a <see cref="KnownFields">known field</see> of a span or a log record.</summary>
/// <param name="Field">An attribute's key, or a known field's name, which starts with <c>@</c>.</param>
/// <param name="Condition">How to compare.</param>
/// <param name="Value">The text to compare with.</param>
internal sealed record FieldFilter(string Field, FilterCondition Condition, string Value)
{
    internal bool IsNegative => Condition is FilterCondition.NotEquals or FilterCondition.NotContains;

    /// <summary>Whether the text satisfies the condition read positively: equal to, or containing, the value.</summary>
    internal bool MatchesPositively(string? text) => text is not null && Condition switch
    {
        FilterCondition.Equals or FilterCondition.NotEquals => string.Equals(text, Value, StringComparison.OrdinalIgnoreCase),
        _ => text.Contains(Value, StringComparison.OrdinalIgnoreCase),
    };
}

/// <summary>Fields that are not attributes; the <c>@</c> keeps them apart from attributes of the same name.</summary>
internal static class KnownFields
{
    internal const string Resource = "@resource";
    internal const string Scope = "@scope";
    internal const string TraceId = "@traceId";
    internal const string SpanId = "@spanId";

    /// <summary>Spans only.</summary>
    internal const string Name = "@name";

    /// <summary>Spans only.</summary>
    internal const string Kind = "@kind";

    /// <summary>Spans only: Unset, Ok or Error.</summary>
    internal const string Status = "@status";

    /// <summary>Spans only: why the span failed.</summary>
    internal const string StatusMessage = "@statusMessage";

    /// <summary>Log records only.</summary>
    internal const string Message = "@message";

    /// <summary>Log records only: Trace to Critical.</summary>
    internal const string Level = "@level";

    /// <summary>Log records only.</summary>
    internal const string EventName = "@eventName";

    internal static IReadOnlyList<string> OfSpans { get; } = [Name, Kind, Status, StatusMessage, Scope, Resource, TraceId, SpanId];

    internal static IReadOnlyList<string> OfLogs { get; } = [Message, Level, Scope, EventName, Resource, TraceId, SpanId];
}
