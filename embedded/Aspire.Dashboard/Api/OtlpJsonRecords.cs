using System.Globalization;
using System.Text.Json;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Api;

/// <summary>Writes single spans and log records as OTLP JSON. Fields with their default value are left out, as proto3 does.</summary>
internal static class OtlpJsonRecords
{
    internal static void Write(Utf8JsonWriter json, Span span)
    {
        json.WriteStartObject();
        json.WriteString("traceId", span.TraceId.ToString());
        json.WriteString("spanId", span.SpanId.ToString());
        WriteText(json, "traceState", span.TraceState);
        if (!span.ParentSpanId.IsNone)
            json.WriteString("parentSpanId", span.ParentSpanId.ToString());
        WriteNumber(json, "flags", span.Flags);
        json.WriteString("name", span.Name);
        WriteNumber(json, "kind", (uint)span.Kind);
        WriteNanos(json, "startTimeUnixNano", span.StartNanos);
        WriteNanos(json, "endTimeUnixNano", span.EndNanos);
        OtlpJsonWriter.WriteAttributes(json, span.Attributes);
        WriteNumber(json, "droppedAttributesCount", span.DroppedAttributes);
        WriteEvents(json, span.Events);
        WriteNumber(json, "droppedEventsCount", span.DroppedEvents);
        WriteLinks(json, span.Links);
        WriteNumber(json, "droppedLinksCount", span.DroppedLinks);
        json.WriteStartObject("status");
        WriteText(json, "message", span.StatusMessage);
        WriteNumber(json, "code", (uint)span.Status);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, LogEntry entry)
    {
        json.WriteStartObject();
        WriteNanos(json, "timeUnixNano", entry.TimeNanos);
        if (entry.ObservedTimeNanos > 0)
            WriteNanos(json, "observedTimeUnixNano", entry.ObservedTimeNanos);
        WriteNumber(json, "severityNumber", entry.SeverityNumber);
        WriteText(json, "severityText", entry.SeverityText);
        json.WritePropertyName("body");
        OtlpJsonWriter.WriteValue(json, entry.Body);
        OtlpJsonWriter.WriteAttributes(json, entry.Attributes);
        WriteNumber(json, "droppedAttributesCount", entry.DroppedAttributes);
        WriteNumber(json, "flags", entry.Flags);
        if (!entry.TraceId.IsNone)
            json.WriteString("traceId", entry.TraceId.ToString());
        if (!entry.SpanId.IsNone)
            json.WriteString("spanId", entry.SpanId.ToString());
        WriteText(json, "eventName", entry.EventName);
        json.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter json, SpanEvent[] events)
    {
        if (events.Length == 0)
            return;
        json.WriteStartArray("events");
        foreach (var spanEvent in events)
        {
            json.WriteStartObject();
            WriteNanos(json, "timeUnixNano", spanEvent.TimeNanos);
            json.WriteString("name", spanEvent.Name);
            OtlpJsonWriter.WriteAttributes(json, spanEvent.Attributes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteLinks(Utf8JsonWriter json, SpanLink[] links)
    {
        if (links.Length == 0)
            return;
        json.WriteStartArray("links");
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("traceId", link.TraceId.ToString());
            json.WriteString("spanId", link.SpanId.ToString());
            WriteText(json, "traceState", link.TraceState);
            OtlpJsonWriter.WriteAttributes(json, link.Attributes);
            WriteNumber(json, "flags", link.Flags);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteNanos(Utf8JsonWriter json, string name, ulong nanos) => json.WriteString(name, nanos.ToString(CultureInfo.InvariantCulture));

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            json.WriteString(name, text);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, uint value)
    {
        if (value != 0)
            json.WriteNumber(name, value);
    }
}
