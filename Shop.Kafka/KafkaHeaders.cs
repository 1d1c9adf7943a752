using System.Diagnostics;
using System.Text;
using Confluent.Kafka;

namespace Shop.Kafka;

/// <summary>What stands beside a message: what kind of thing it is, and the work that it comes from.</summary>
public static class KafkaHeaders
{
    /// <summary>CloudEvents' Kafka protocol binding 1.0.2, section 3.3: an event that is a JSON document as a whole.</summary>
    public const string CloudEventsJson = "application/cloudevents+json";

    private const string ContentType = "content-type";
    private const string TraceParent = "traceparent";

    /// <summary>Headers of an event.</summary>
    /// <param name="traceParent">The work that it comes from, as W3C Trace Context writes it.</param>
    public static Headers ForEvent(string? traceParent)
    {
        var headers = new Headers { { ContentType, Encoding.UTF8.GetBytes(CloudEventsJson + "; charset=utf-8") } };
        if (traceParent is not null) headers.Add(TraceParent, Encoding.ASCII.GetBytes(traceParent));
        return headers;
    }

    /// <summary>Whether the headers announce an event as a JSON document.</summary>
    /// <param name="headers">The message's headers.</param>
    public static bool IsCloudEventsJson(Headers headers) =>
        Read(headers, ContentType) is { } type && type.Split(';')[0].Trim().Equals(CloudEventsJson, StringComparison.OrdinalIgnoreCase);

    /// <summary>The work that a message comes from, for a span that wants to link to it.</summary>
    /// <param name="headers">The message's headers.</param>
    public static ActivityContext? TraceOf(Headers headers) =>
        ActivityContext.TryParse(Read(headers, TraceParent), null, isRemote: true, out var context) ? context : null;

    private static string? Read(Headers headers, string name) =>
        headers.TryGetLastBytes(name, out var value) && value is not null ? Encoding.UTF8.GetString(value) : null;
}
