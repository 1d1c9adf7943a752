using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace Shop.Tests.Kafka;

/// <summary>An event as a message of the topic; the names are restated on purpose.</summary>
internal static class EventInTopic
{
    public static Headers Headers(string? traceParent = null, string contentType = "application/cloudevents+json; charset=utf-8")
    {
        var headers = new Headers { { "content-type", Encoding.UTF8.GetBytes(contentType) } };
        if (traceParent is not null) headers.Add("traceparent", Encoding.UTF8.GetBytes(traceParent));
        return headers;
    }

    public static string Header(this ConsumeResult<string, byte[]> message, string name) => Encoding.UTF8.GetString(message.Message.Headers.GetLastBytes(name));

    public static JsonElement Json(this ConsumeResult<string, byte[]> message) => JsonSerializer.Deserialize<JsonElement>(message.Message.Value);

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    /// <summary>The event that an order was shipped.</summary>
    public static byte[] Shipped(Guid order, string type = "order.shipped") => JsonSerializer.SerializeToUtf8Bytes(new
    {
        specversion = "1.0",
        id = $"evt_{order:N}_3",
        source = "/orders",
        type,
        data = new { type = "order.shipped", orderId = order, version = 3, total = 10m },
    });
}
