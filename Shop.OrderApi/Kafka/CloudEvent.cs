using System.Text.Json.Serialization;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Kafka;

/// <summary>
/// An event in the envelope of CloudEvents 1.0.2, as a JSON document (JSON event format, section 3). The names of its attributes are
/// lower case, without humps.
/// </summary>
/// <param name="Specversion">The version of CloudEvents.</param>
/// <param name="Id">The event: the same whenever it is sent.</param>
/// <param name="Source">Who tells of it; with the id, a name for it in the whole world of its readers.</param>
/// <param name="Type">What happened: <c>order.shipped</c>.</param>
/// <param name="Subject">The order.</param>
/// <param name="Time">When it happened (UTC).</param>
/// <param name="Datacontenttype">What <paramref name="Data"/> is.</param>
/// <param name="Data">The event as subscribers of webhooks read it.</param>
internal sealed record CloudEvent(
    string Specversion, string Id, string Source, string Type, string Subject, DateTimeOffset Time, string Datacontenttype, OrderEventMessage Data)
{
    private const string OrdersSource = "/orders";

    public static CloudEvent Of(OrderEventMessage message) => new(
        "1.0", message.Id, OrdersSource, message.Type, KeyOf(message), message.At, "application/json", message);

    /// <summary>By which Kafka keeps the events of an order in their order.</summary>
    public static string KeyOf(OrderEventMessage message) => message.OrderId.ToString();
}

/// <summary>The envelope as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CloudEvent))]
internal sealed partial class CloudEventJson : JsonSerializerContext;
