using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using OpenTelemetry.Proto.Common.V1;

namespace Aspire.Dashboard.Telemetry;

/// <summary>A list or a map as an attribute's value: OTLP's own encoding of an <c>AnyValue</c>, decoded when it is shown.</summary>
internal sealed class CompositeValue
{
    // Relaxed: the text is shown as text or encoded again by whoever writes it into a page or a document.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private CompositeValue(byte[] encoded, bool isMap)
    {
        Encoded = encoded;
        IsMap = isMap;
    }

    /// <summary>The bytes of the <c>AnyValue</c>; known to be decodable.</summary>
    internal byte[] Encoded { get; }

    internal bool IsMap { get; }

    /// <summary>Keeps an encoded value; null if it cannot be decoded, which then is known now and not when a page shows it.</summary>
    internal static CompositeValue? TryCreate(ReadOnlySpan<byte> encoded, bool isMap)
    {
        try
        {
            AnyValue.Parser.ParseFrom(encoded);
            return new CompositeValue(encoded.ToArray(), isMap);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    internal AnyValue Decode() => AnyValue.Parser.ParseFrom(Encoded);

    /// <summary>The value as JSON.</summary>
    public override string ToString()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Json))
            Write(writer, Decode());
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, AnyValue value)
    {
        switch (value.ValueCase)
        {
            case AnyValue.ValueOneofCase.StringValue:
                writer.WriteStringValue(value.StringValue);
                break;
            case AnyValue.ValueOneofCase.BoolValue:
                writer.WriteBooleanValue(value.BoolValue);
                break;
            case AnyValue.ValueOneofCase.IntValue:
                writer.WriteNumberValue(value.IntValue);
                break;
            case AnyValue.ValueOneofCase.DoubleValue when double.IsFinite(value.DoubleValue):
                writer.WriteNumberValue(value.DoubleValue);
                break;
            case AnyValue.ValueOneofCase.DoubleValue:
                writer.WriteStringValue(value.DoubleValue.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case AnyValue.ValueOneofCase.BytesValue:
                writer.WriteBase64StringValue(value.BytesValue.Span);
                break;
            case AnyValue.ValueOneofCase.ArrayValue:
                writer.WriteStartArray();
                foreach (var item in value.ArrayValue.Values)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case AnyValue.ValueOneofCase.KvlistValue:
                writer.WriteStartObject();
                foreach (var entry in value.KvlistValue.Values)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value ?? new AnyValue());
                }
                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
