using System.Diagnostics;

namespace Shop.Database;

/// <summary>Spans of requests that share another one's statement.</summary>
internal static class BatchingTelemetry
{
    public static readonly ActivitySource Source = new("Shop.Batching");
}
