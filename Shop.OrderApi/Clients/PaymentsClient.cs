using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults.Problems;

namespace Shop.OrderApi.Clients;

/// <summary>The payment service over HTTP.</summary>
/// <param name="http">A client whose base address is the service.</param>
/// <param name="options">How long to wait.</param>
internal sealed class PaymentsClient(HttpClient http, IOptions<OrderOptions> options) : IPayments
{
    public async Task<CallResult<Done>> AuthorizeAsync(
        Guid orderId, decimal amount, string currency, string method, CancellationToken cancellationToken)
    {
        var result = await SendAsync(HttpMethod.Put, $"payments/{orderId}", new AuthorizePayment(amount, currency, method),
            OrderJson.Default.AuthorizePayment, cancellationToken);
        // Amount and currency are the shop's own; what the payment service may not like about the request is the method.
        return result.Refusal is { Type: ProblemTypes.InvalidRequest } ? CallResult.Refused<Done>(Refusal.UnknownPaymentMethod(method)) : result;
    }

    public Task<CallResult<Done>> CaptureAsync(Guid orderId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"payments/{orderId}/capture", null, OrderJson.Default.AuthorizePayment, cancellationToken);

    public Task<CallResult<Done>> VoidAsync(Guid orderId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"payments/{orderId}/void", null, OrderJson.Default.AuthorizePayment, cancellationToken);

    public Task<CallResult<Done>> RefundAsync(Guid orderId, string refundId, decimal? amount, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"payments/{orderId}/refund", new RefundPayment(refundId, amount),
            OrderJson.Default.RefundPayment, cancellationToken);

    private async Task<CallResult<Done>> SendAsync<T>(
        HttpMethod method, string path, T? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, type) };
        return await ServiceCall.SendAsync(http, request, ServiceCall.Nothing, options.Value.PaymentTimeout, cancellationToken);
    }
}

/// <summary>The body of an authorization.</summary>
internal sealed record AuthorizePayment(decimal Amount, string Currency, string Method);

/// <summary>The body of a refund.</summary>
internal sealed record RefundPayment(string RefundId, decimal? Amount);
