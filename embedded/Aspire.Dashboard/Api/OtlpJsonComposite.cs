using System.Globalization;
using System.Text.Json;
using OpenTelemetry.Proto.Common.V1;

namespace Aspire.Dashboard.Api;

/// <summary>Writes lists and maps, and what is inside them, as OTLP JSON.</summary>
internal static class OtlpJsonComposite
{
    internal static void Write(Utf8JsonWriter json, AnyValue value)
    {
        json.WriteStartObject();
        switch (value.ValueCase)
        {
            case AnyValue.ValueOneofCase.StringValue:
                json.WriteString("stringValue", value.StringValue);
                break;
            case AnyValue.ValueOneofCase.BoolValue:
                json.WriteBoolean("boolValue", value.BoolValue);
                break;
            case AnyValue.ValueOneofCase.IntValue:
                json.WriteString("intValue", value.IntValue.ToString(CultureInfo.InvariantCulture));
                break;
            case AnyValue.ValueOneofCase.DoubleValue:
                json.WritePropertyName("doubleValue");
                OtlpJsonWriter.WriteDouble(json, value.DoubleValue);
                break;
            case AnyValue.ValueOneofCase.BytesValue:
                json.WriteBase64String("bytesValue", value.BytesValue.Span);
                break;
            case AnyValue.ValueOneofCase.ArrayValue:
                WriteArray(json, value.ArrayValue);
                break;
            case AnyValue.ValueOneofCase.KvlistValue:
                WriteMap(json, value.KvlistValue);
                break;
        }
        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, ArrayValue array)
    {
        json.WriteStartObject("arrayValue");
        json.WriteStartArray("values");
        foreach (var item in array.Values)
            Write(json, item);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, KeyValueList map)
    {
        json.WriteStartObject("kvlistValue");
        json.WriteStartArray("values");
        foreach (var entry in map.Values)
        {
            json.WriteStartObject();
            json.WriteString("key", entry.Key);
            json.WritePropertyName("value");
            Write(json, entry.Value ?? new AnyValue());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
