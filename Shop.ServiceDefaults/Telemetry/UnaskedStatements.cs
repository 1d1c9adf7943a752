using System.Diagnostics;
using OpenTelemetry;

namespace Shop.ServiceDefaults.Telemetry;

/// <summary>
/// Leaves out statements that no span asked for: the polls of workers and relays and the look into the database of a health
/// probe. Each would be a trace of its own, several a second, and bury the orders. Work that a poll finds has a span of its own,
/// and with it its statements.
/// </summary>
internal sealed class UnaskedStatements : BaseProcessor<Activity>
{
    private const string DatabaseSource = "Npgsql";

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name != DatabaseSource) return;

        // A probe's request is not recorded; with the sampler "always on" its statements would be.
        var isAsked = data.Parent?.Recorded ?? data.ParentSpanId != default;
        if (!isAsked) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
