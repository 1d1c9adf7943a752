using System.Text.Json.Serialization;

namespace Shop.OrderApi.Orders;

/// <summary>An order as JSON: what is stored inside its row, what clients read of it and what subscribers are told.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(OrderResponse))]
[JsonSerializable(typeof(RefusalResponse))]
[JsonSerializable(typeof(OrderEventMessage))]
[JsonSerializable(typeof(IReadOnlyList<OrderLine>))]
[JsonSerializable(typeof(IReadOnlyList<OrderRefund>))]
[JsonSerializable(typeof(Refusal))]
internal sealed partial class OrderJson : JsonSerializerContext;
