namespace Aspire.Dashboard.Telemetry;

/// <summary>The limits that can cost data.</summary>
internal enum DropReason
{
    /// <summary>Old traces made room for new ones.</summary>
    Traces,

    /// <summary>A trace had more spans than are kept of one.</summary>
    SpansInTrace,

    /// <summary>Old log records made room for new ones.</summary>
    Logs,

    /// <summary>Old points of a series made room for new ones.</summary>
    MetricPoints,

    /// <summary>An instrument had more series than are kept, or a resource more instruments.</summary>
    MetricSeries,

    /// <summary>Attributes beyond the number kept on one record.</summary>
    Attributes,

    /// <summary>Values cut to the length kept.</summary>
    AttributeLength,

    /// <summary>Events or links beyond the number kept on one span.</summary>
    EventsAndLinks,

    /// <summary>A resource that had been silent longest made room for a new one.</summary>
    Resources,

    /// <summary>Records that break the protocol, such as a span without an id.</summary>
    Invalid,
}

/// <summary>What a limit has cost since the start or the last clearing.</summary>
/// <param name="Reason">The limit.</param>
/// <param name="Count">How many traces, spans, records, points or values it has cost.</param>
/// <param name="LastTime">When it last did, UTC.</param>
/// <param name="Description">A sentence for people, with the limit and the number.</param>
internal sealed record DroppedData(DropReason Reason, long Count, DateTime LastTime, string Description);
