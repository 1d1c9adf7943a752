namespace Aspire.Dashboard.Telemetry;

/// <summary>A named value on a span, a log record, a resource or a series.</summary>
internal readonly record struct TelemetryAttribute(string Key, AttributeValue Value);

/// <summary>Look-ups in lists of attributes; they hold at most 128, so a scan beats a dictionary and its memory.</summary>
internal static class TelemetryAttributes
{
    /// <summary>The value under this key, or an empty one.</summary>
    internal static AttributeValue Find(this TelemetryAttribute[] attributes, string key)
    {
        foreach (ref readonly var attribute in attributes.AsSpan())
        {
            if (attribute.Key == key)
                return attribute.Value;
        }
        return AttributeValue.Empty;
    }

    /// <summary>The text of the value under this key, or null.</summary>
    internal static string? FindText(this TelemetryAttribute[] attributes, string key)
    {
        var value = attributes.Find(key);
        return value.Kind == AttributeValueKind.Empty ? null : value.ToString();
    }

    /// <summary>Whether a key or a value contains the text in either case.</summary>
    internal static bool ContainsText(this TelemetryAttribute[] attributes, string text)
    {
        foreach (ref readonly var attribute in attributes.AsSpan())
        {
            if (attribute.Key.Contains(text, StringComparison.OrdinalIgnoreCase) || attribute.Value.ContainsText(text))
                return true;
        }
        return false;
    }
}
