using System.Text.Json.Serialization;
using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Api;

/// <summary>A sender of telemetry, as the API lists it.</summary>
internal sealed record ApiResource(string Name, string? InstanceId, string DisplayName, bool HasLogs, bool HasTraces, bool HasMetrics)
{
    internal static ApiResource From(ResourceSummary summary) => new(
        summary.Key.Name,
        summary.Key.InstanceId,
        summary.Key.ToString(),
        summary.LogCount > 0,
        summary.SpanCount > 0,
        summary.InstrumentCount > 0);
}

/// <summary>How the API's own types become JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiResource[]))]
internal sealed partial class ApiJson : JsonSerializerContext;
