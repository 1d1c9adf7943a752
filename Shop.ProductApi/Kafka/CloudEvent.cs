using System.Text.Json;
using System.Text.Json.Serialization;
using Confluent.Kafka;
using Shop.Kafka;
using Shop.ProductApi.Sales;

namespace Shop.ProductApi.Kafka;

/// <summary>What this module reads of an event in the envelope of CloudEvents 1.0.2; envelopes have more attributes, and may get others.</summary>
/// <param name="Specversion">The version of CloudEvents.</param>
/// <param name="Id">The event, among those of its source.</param>
/// <param name="Source">Who tells of it.</param>
/// <param name="Type">What happened.</param>
/// <param name="Data">The event itself.</param>
internal sealed record CloudEvent(string? Specversion, string? Id, string? Source, string? Type, OrderEventRequest? Data)
{
    /// <summary>Every 1.x is read alike: what a later one adds is passed over.</summary>
    private const string Major = "1.";

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="orderEvent">The event, where there is one.</param>
    /// <returns>Why the message is no event of an order; null where it is one. Nothing of its content is in the text.</returns>
    public static string? Read(Message<byte[], byte[]> message, out OrderEvent orderEvent)
    {
        orderEvent = default;
        if (!KafkaHeaders.IsCloudEventsJson(message.Headers)) return $"its content-type is not {KafkaHeaders.CloudEventsJson}";
        if (Parse(message.Value) is not { } read) return "it is no JSON object with the members of an event";
        if (read.Specversion?.StartsWith(Major, StringComparison.Ordinal) is not true) return "its specversion is not 1.0";
        if (string.IsNullOrEmpty(read.Id) || string.IsNullOrEmpty(read.Source) || string.IsNullOrEmpty(read.Type)) return "it lacks id, source or type";
        if (read.Data is not { } data) return "it has no data";
        if (data.Type != read.Type) return "its data is of another type than itself";
        var errors = data.Validate(out orderEvent);
        return errors.Count > 0 ? string.Join(' ', errors.Values.Select(error => error[0])) : null;
    }

    private static CloudEvent? Parse(byte[]? value)
    {
        try
        {
            return value is null ? null : JsonSerializer.Deserialize(value, CloudEventJson.Default.CloudEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The envelope as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CloudEvent))]
internal sealed partial class CloudEventJson : JsonSerializerContext;
