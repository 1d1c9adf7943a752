using System.Globalization;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Api;

/// <summary>The filters of a request to the telemetry API, checked.</summary>
internal sealed class TelemetryApiQuery
{
    private readonly Dictionary<string, string[]> _errors = [];

    private TelemetryApiQuery(IQueryCollection query, int defaultLimit)
    {
        Resources = [.. query["resource"].OfType<string>().Where(static name => name.Length > 0)];
        HasError = ReadFlag(query, "hasError");
        Follow = ReadFlag(query, "follow") == true;
        Search = query["search"];
        Limit = ReadLimit(query, defaultLimit);
        TraceId = ReadTraceId(query);
        MinSeverity = ReadSeverity(query);
    }

    /// <summary>Names of resources, or of instances of one; empty for all.</summary>
    internal IReadOnlyList<string> Resources { get; }

    internal bool? HasError { get; }

    internal bool Follow { get; }

    internal string? Search { get; }

    /// <summary>How many of the latest records to answer.</summary>
    internal int Limit { get; }

    internal TraceId? TraceId { get; }

    internal LogSeverity? MinSeverity { get; }

    /// <summary>For each malformed filter the reason; empty if all is well.</summary>
    internal IDictionary<string, string[]> Errors => _errors;

    internal static TelemetryApiQuery Read(HttpRequest request, int defaultLimit) => new(request.Query, defaultLimit);

    /// <summary>Whether the filter on resources lets this one through.</summary>
    internal bool Selects(TelemetryResource resource) => Resources.Count == 0 || Resources.Any(name => IsNamed(resource, name));

    internal static bool IsNamed(TelemetryResource resource, string name) =>
        name.Equals(resource.Key.Name, StringComparison.OrdinalIgnoreCase) || name.Equals(resource.Key.ToString(), StringComparison.OrdinalIgnoreCase);

    private bool? ReadFlag(IQueryCollection query, string name)
    {
        string? text = query[name];
        if (string.IsNullOrEmpty(text))
            return null;
        if (bool.TryParse(text, out var flag))
            return flag;
        _errors[name] = ["must be true or false"];
        return null;
    }

    private int ReadLimit(IQueryCollection query, int defaultLimit)
    {
        string? text = query["limit"];
        if (string.IsNullOrEmpty(text))
            return defaultLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0)
            return limit;
        _errors["limit"] = ["must be a whole number of at least 1"];
        return defaultLimit;
    }

    private TraceId? ReadTraceId(IQueryCollection query)
    {
        string? text = query["traceId"];
        if (string.IsNullOrEmpty(text))
            return null;
        if (Telemetry.TraceId.TryParse(text, out var traceId))
            return traceId;
        _errors["traceId"] = ["must be 32 hex digits, not all zero"];
        return null;
    }

    private LogSeverity? ReadSeverity(IQueryCollection query)
    {
        string? text = query["severity"];
        if (string.IsNullOrEmpty(text))
            return null;
        if (LogSeverities.TryParse(text, out var severity))
            return severity;
        _errors["severity"] = ["must be Trace, Debug, Information, Warning, Error or Critical"];
        return null;
    }
}
