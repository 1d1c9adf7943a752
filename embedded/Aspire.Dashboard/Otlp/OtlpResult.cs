using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Aspire.Dashboard.Otlp;

/// <summary>What became of a well-formed request.</summary>
/// <param name="Signal">What it carried.</param>
/// <param name="Rejected">Spans, data points or log records that were not taken.</param>
/// <param name="Message">Why, for the sender's log; empty if all were taken.</param>
internal sealed record OtlpResult(OtlpSignal Signal, long Rejected, string Message)
{
    /// <summary>The response message: empty for full success, else with <c>partial_success</c>.</summary>
    internal IMessage ToResponse() => Signal switch
    {
        OtlpSignal.Traces => new ExportTraceServiceResponse
        {
            PartialSuccess = Rejected == 0 ? null : new ExportTracePartialSuccess { RejectedSpans = Rejected, ErrorMessage = Message },
        },
        OtlpSignal.Metrics => new ExportMetricsServiceResponse
        {
            PartialSuccess = Rejected == 0 ? null : new ExportMetricsPartialSuccess { RejectedDataPoints = Rejected, ErrorMessage = Message },
        },
        _ => new ExportLogsServiceResponse
        {
            PartialSuccess = Rejected == 0 ? null : new ExportLogsPartialSuccess { RejectedLogRecords = Rejected, ErrorMessage = Message },
        },
    };
}
