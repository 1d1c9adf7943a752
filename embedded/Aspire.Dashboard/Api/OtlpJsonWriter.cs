using System.Globalization;
using System.Text.Json;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Api;

/// <summary>
/// Writes stored telemetry in OTLP's JSON encoding: ids in hex, 64-bit integers as strings, enums as numbers.
/// Rules: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding.
/// </summary>
internal static class OtlpJsonWriter
{
    /// <summary>A <c>TracesData</c>: the spans by resource and scope.</summary>
    internal static void WriteSpans(Utf8JsonWriter json, IEnumerable<Span> spans) =>
        WriteTree(json, spans, static span => span.Resource, static span => span.Scope, "resourceSpans", "scopeSpans", "spans", OtlpJsonRecords.Write);

    /// <summary>A <c>LogsData</c>: the records by resource and scope.</summary>
    internal static void WriteLogs(Utf8JsonWriter json, IEnumerable<LogEntry> entries) =>
        WriteTree(json, entries, static entry => entry.Resource, static entry => entry.Scope, "resourceLogs", "scopeLogs", "logRecords", OtlpJsonRecords.Write);

    internal static void WriteAttributes(Utf8JsonWriter json, TelemetryAttribute[] attributes)
    {
        if (attributes.Length == 0)
            return;
        json.WriteStartArray("attributes");
        foreach (var attribute in attributes)
        {
            json.WriteStartObject();
            json.WriteString("key", attribute.Key);
            json.WritePropertyName("value");
            WriteValue(json, attribute.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>An <c>AnyValue</c>.</summary>
    internal static void WriteValue(Utf8JsonWriter json, AttributeValue value)
    {
        switch (value.Kind)
        {
            case AttributeValueKind.Array or AttributeValueKind.Map:
                OtlpJsonComposite.Write(json, value.AsComposite.Decode());
                return;
            case AttributeValueKind.Empty:
                json.WriteStartObject();
                json.WriteEndObject();
                return;
        }
        json.WriteStartObject();
        switch (value.Kind)
        {
            case AttributeValueKind.String:
                json.WriteString("stringValue", value.AsString);
                break;
            case AttributeValueKind.Bool:
                json.WriteBoolean("boolValue", value.AsBool);
                break;
            case AttributeValueKind.Int:
                json.WriteString("intValue", value.AsInt.ToString(CultureInfo.InvariantCulture));
                break;
            case AttributeValueKind.Double:
                json.WritePropertyName("doubleValue");
                WriteDouble(json, value.AsDouble);
                break;
            default:
                json.WriteBase64String("bytesValue", value.AsBytes);
                break;
        }
        json.WriteEndObject();
    }

    /// <summary>JSON has no word for numbers that are none; proto3 writes them as strings.</summary>
    internal static void WriteDouble(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    private static void WriteTree<T>(
        Utf8JsonWriter json,
        IEnumerable<T> records,
        Func<T, TelemetryResource> resourceOf,
        Func<T, TelemetryScope> scopeOf,
        string resources,
        string scopes,
        string leaves,
        Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject();
        json.WriteStartArray(resources);
        foreach (var ofResource in records.GroupBy(resourceOf))
        {
            json.WriteStartObject();
            json.WriteStartObject("resource");
            WriteAttributes(json, ofResource.Key.Attributes);
            json.WriteEndObject();
            json.WriteStartArray(scopes);
            foreach (var ofScope in ofResource.GroupBy(scopeOf))
            {
                json.WriteStartObject();
                WriteScope(json, ofScope.Key);
                json.WriteStartArray(leaves);
                foreach (var record in ofScope)
                    write(json, record);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteScope(Utf8JsonWriter json, TelemetryScope scope)
    {
        json.WriteStartObject("scope");
        json.WriteString("name", scope.Name);
        if (scope.Version.Length > 0)
            json.WriteString("version", scope.Version);
        WriteAttributes(json, scope.Attributes);
        json.WriteEndObject();
    }
}
