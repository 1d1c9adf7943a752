namespace Shop.Bench.Load;

/// <summary>The latencies of one measured window, in milliseconds.</summary>
/// <param name="P50">The median.</param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="P999">The 99.9th percentile.</param>
/// <param name="Max">The slowest answer.</param>
/// <param name="Mean">The arithmetic mean.</param>
internal sealed record LatencySummary(double P50, double P90, double P99, double P999, double Max, double Mean);
