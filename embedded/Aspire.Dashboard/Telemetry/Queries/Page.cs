namespace Aspire.Dashboard.Telemetry.Queries;

/// <summary>A stretch of a list for a virtualised view.</summary>
/// <param name="Items">The items from the asked position on.</param>
/// <param name="TotalCount">How many there are in all.</param>
internal record Page<T>(IReadOnlyList<T> Items, int TotalCount);
