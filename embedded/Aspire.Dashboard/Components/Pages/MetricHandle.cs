using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Components.Pages;

/// <summary>The view of an instrument, as a component's parameter.</summary>
public sealed class MetricHandle
{
    internal MetricHandle(MetricView view) => View = view;

    internal MetricView View { get; }
}
