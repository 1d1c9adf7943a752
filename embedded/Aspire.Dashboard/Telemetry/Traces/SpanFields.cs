using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>What filters and searches can see of a span.</summary>
internal static class SpanFields
{
    /// <summary>The text of a known field, or of an attribute of the span, else of its resource; null where there is none.</summary>
    internal static string? Read(Span span, string field) => field switch
    {
        KnownFields.Name => span.Name,
        KnownFields.Kind => span.Kind.ToString(),
        KnownFields.Status => span.Status.ToString(),
        KnownFields.StatusMessage => span.StatusMessage,
        KnownFields.Scope => span.Scope.Name,
        KnownFields.Resource => span.Resource.DisplayName,
        KnownFields.TraceId => span.TraceId.ToString(),
        KnownFields.SpanId => span.SpanId.ToString(),
        _ => span.Attributes.FindText(field) ?? span.Resource.Attributes.FindText(field),
    };

    /// <summary>Whether the text is found in the name, the status message, an attribute's key or value, or an event.</summary>
    internal static bool ContainsText(Span span, string text)
    {
        if (span.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
            || span.StatusMessage?.Contains(text, StringComparison.OrdinalIgnoreCase) == true
            || span.Attributes.ContainsText(text))
        {
            return true;
        }
        foreach (var spanEvent in span.Events)
        {
            if (spanEvent.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || spanEvent.Attributes.ContainsText(text))
                return true;
        }
        return false;
    }
}
