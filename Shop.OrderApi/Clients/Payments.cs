using Microsoft.Extensions.Options;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Clients;

/// <summary>What orders need of the payment service. Every call may be repeated; repeating moves no money twice.</summary>
internal interface IPayments
{
    /// <summary>
    /// Holds the amount on the customer's account, once for an order. Whoever gives up waiting does not know whether the
    /// authorization exists.
    /// </summary>
    Task<CallResult<Done>> AuthorizeAsync(Guid orderId, decimal amount, string currency, string method, CancellationToken cancellationToken);

    /// <summary>Takes the held amount.</summary>
    Task<CallResult<Done>> CaptureAsync(Guid orderId, CancellationToken cancellationToken);

    /// <summary>
    /// Lets the held amount go, and an authorization of this order that is still under way will be refused: also for an order
    /// that never authorized anything. Refused where the amount was captured already: then it has to be refunded.
    /// </summary>
    Task<CallResult<Done>> VoidAsync(Guid orderId, CancellationToken cancellationToken);

    /// <summary>
    /// Gives captured money back: the amount, under a name, so that asking twice refunds once; or without both all that was captured
    /// and is not back yet, and then it is done only when nothing is owed any more, whatever was refunded before and by whom.
    /// </summary>
    Task<CallResult<Done>> RefundAsync(Guid orderId, string? refundId, decimal? amount, CancellationToken cancellationToken);
}

/// <summary>The payment service over HTTP.</summary>
internal sealed class PaymentsClient(HttpClient http, IOptions<OrderOptions> options) : IPayments
{
    public Task<CallResult<Done>> AuthorizeAsync(
        Guid orderId, decimal amount, string currency, string method, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, $"payments/{orderId}",
            JsonContent.Create(new AuthorizeRequest(amount, currency, method), ClientJson.Default.AuthorizeRequest), cancellationToken);

    public Task<CallResult<Done>> CaptureAsync(Guid orderId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"payments/{orderId}/capture", null, cancellationToken);

    public Task<CallResult<Done>> VoidAsync(Guid orderId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"payments/{orderId}/void", null, cancellationToken);

    public Task<CallResult<Done>> RefundAsync(Guid orderId, string? refundId, decimal? amount, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"payments/{orderId}/refund",
            JsonContent.Create(new RefundPaymentRequest(refundId, amount), ClientJson.Default.RefundPaymentRequest), cancellationToken);

    private Task<CallResult<Done>> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken) =>
        ServiceCall.SendAsync(http, method, path, body, ServiceCall.Nothing, options.Value.PaymentTimeout, cancellationToken);
}
