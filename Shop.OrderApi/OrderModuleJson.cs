using System.Text.Json.Serialization;
using Shop.OrderApi.Checkout;
using Shop.OrderApi.Fulfilment;
using Shop.OrderApi.Queries;
using Shop.OrderApi.Webhooks;

namespace Shop.OrderApi;

/// <summary>The bodies of the module's endpoints beside <see cref="Orders.OrderJson"/>, as the host reads and writes them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(PlaceOrderRequest))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(OrderSummaryResponse[]))]
[JsonSerializable(typeof(List<OrderSummaryResponse>))]
[JsonSerializable(typeof(SubscribeRequest))]
[JsonSerializable(typeof(SubscriptionResponse[]))]
[JsonSerializable(typeof(DeliveryResponse[]))]
[JsonSerializable(typeof(List<DeliveryResponse>))]
[JsonSerializable(typeof(PingResponse))]
[JsonSerializable(typeof(Guid))]
internal sealed partial class OrderModuleJson : JsonSerializerContext;
