using System.Text.Json.Serialization;
using Shop.OrderApi.Clients;
using Shop.OrderApi.Fulfilment;
using Shop.OrderApi.Outbox;
using Shop.OrderApi.Webhooks;

namespace Shop.OrderApi.Orders;

/// <summary>Serializers of everything that the module reads and writes as JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(PlaceOrderRequest))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(OrderView))]
[JsonSerializable(typeof(OrderSummary[]))]
[JsonSerializable(typeof(RefusalView))]
[JsonSerializable(typeof(EventView))]
[JsonSerializable(typeof(IReadOnlyList<OrderLine>))]
[JsonSerializable(typeof(IReadOnlyList<OrderRefund>))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(ReserveGoods))]
[JsonSerializable(typeof(Reservation))]
[JsonSerializable(typeof(AuthorizePayment))]
[JsonSerializable(typeof(RefundPayment))]
[JsonSerializable(typeof(ServiceProblem))]
[JsonSerializable(typeof(SubscribeRequest))]
[JsonSerializable(typeof(SubscriptionView))]
[JsonSerializable(typeof(SubscriptionView[]))]
[JsonSerializable(typeof(DeliveryView))]
[JsonSerializable(typeof(DeliveryView[]))]
[JsonSerializable(typeof(Guid))]
internal sealed partial class OrderJson : JsonSerializerContext;
