namespace Aspire.Dashboard.Telemetry;

/// <summary>Estimates of what stored records weigh, in bytes.</summary>
internal static class Sizes
{
    private const int AttributeBytes = 24;

    internal static int Of(TelemetryAttribute[] attributes)
    {
        var bytes = attributes.Length == 0 ? 0 : 24 + (AttributeBytes * attributes.Length);
        foreach (ref readonly var attribute in attributes.AsSpan())
            bytes += attribute.Value.HeapBytes;
        return bytes;
    }

    internal static int Of(string? text) => string.IsNullOrEmpty(text) ? 0 : 22 + (2 * text.Length);
}
