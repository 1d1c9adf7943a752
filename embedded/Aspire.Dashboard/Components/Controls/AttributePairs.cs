using System.Globalization;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Components.Controls;

/// <summary>Attributes as names and values of a pane.</summary>
internal static class AttributePairs
{
    /// <summary>By name.</summary>
    internal static IReadOnlyList<Pair> Of(TelemetryAttribute[] attributes) =>
        [.. attributes.OrderBy(a => a.Key, StringComparer.Ordinal).DistinctBy(a => a.Key).Select(a => new Pair(a.Key, a.Value.ToString()))];

    /// <summary>A number as plain text.</summary>
    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
