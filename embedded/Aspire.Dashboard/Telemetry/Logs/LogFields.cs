using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Logs;

/// <summary>What filters and searches can see of a log record.</summary>
internal static class LogFields
{
    /// <summary>The text of a known field, or of an attribute of the record, else of its resource; null where there is none.</summary>
    internal static string? Read(LogEntry entry, string field) => field switch
    {
        KnownFields.Message => entry.Message,
        KnownFields.Level => entry.Severity.ToString(),
        KnownFields.Scope => entry.Scope.Name,
        KnownFields.EventName => entry.EventName,
        KnownFields.Resource => entry.Resource.DisplayName,
        KnownFields.TraceId => entry.TraceId.IsNone ? null : entry.TraceId.ToString(),
        KnownFields.SpanId => entry.SpanId.IsNone ? null : entry.SpanId.ToString(),
        _ => entry.Attributes.FindText(field) ?? entry.Resource.Attributes.FindText(field),
    };

    /// <summary>Whether the word is found in message, category, event name, or an attribute's key or value.</summary>
    internal static bool ContainsText(LogEntry entry, string word) =>
        entry.Body.ContainsText(word)
        || entry.Scope.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
        || entry.EventName.Contains(word, StringComparison.OrdinalIgnoreCase)
        || entry.Attributes.ContainsText(word);
}
