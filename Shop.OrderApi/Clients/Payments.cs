using System.Net;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults.Problems;

namespace Shop.OrderApi.Clients;

/// <summary>What orders need of the payment service. Every call may be repeated; repeating moves no money twice.</summary>
internal interface IPayments
{
    /// <summary>
    /// Holds the order's total on the customer's account, once for an order. Whoever gives up waiting does not know whether the
    /// authorization exists.
    /// </summary>
    Task<CallResult<Done>> AuthorizeAsync(Order order, CancellationToken cancellationToken);

    /// <summary>Takes the held amount.</summary>
    Task<CallResult<Done>> CaptureAsync(Order order, CancellationToken cancellationToken);

    /// <summary>
    /// Lets the held amount go, and an authorization of this order that is still under way will be refused: also for an order
    /// that never authorized anything. Refused where the amount was captured already: then it has to be refunded.
    /// </summary>
    Task<CallResult<Done>> VoidAsync(Order order, CancellationToken cancellationToken);

    /// <summary>
    /// Gives captured money back: the amount, under a name, so that asking twice refunds once; or without both all that was captured
    /// and is not back yet, and then it is done only when nothing is owed any more, whatever was refunded before and by whom.
    /// </summary>
    Task<CallResult<GivenBack>> RefundAsync(Order order, string? refundId, decimal? amount, CancellationToken cancellationToken);
}

/// <summary>What an order's customer has got back, of all refunds together.</summary>
internal sealed record GivenBack(decimal Total);

/// <summary>The payment service over HTTP.</summary>
internal sealed class PaymentsClient(HttpClient http, IOptions<OrderOptions> options) : IPayments
{
    private static readonly KnownRefusal InvalidRequest = new(HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest);
    private static readonly KnownRefusal UnknownMethod = new(HttpStatusCode.UnprocessableEntity, "/problems/unknown-payment-method");
    private static readonly KnownRefusal Declined = new(HttpStatusCode.PaymentRequired, "/problems/payment-declined");
    private static readonly KnownRefusal Conflict = new(HttpStatusCode.Conflict, "/problems/payment-conflict");
    private static readonly KnownRefusal Closed = new(HttpStatusCode.Conflict, "/problems/payment-closed");
    private static readonly KnownRefusal NotCaptured = new(HttpStatusCode.Conflict, "/problems/payment-not-captured");
    private static readonly KnownRefusal RefundConflict = new(HttpStatusCode.Conflict, "/problems/refund-conflict");
    private static readonly KnownRefusal RefundRefused = new(HttpStatusCode.Conflict, "/problems/refund-refused");
    private static readonly KnownRefusal Exceeds = new(HttpStatusCode.Conflict, "/problems/refund-exceeds-capture");

    public Task<CallResult<Done>> AuthorizeAsync(Order order, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, order, "",
            JsonContent.Create(new AuthorizeRequest(order.Total, order.Currency, order.PaymentMethod), ClientJson.Default.AuthorizeRequest),
            answer => answer.Holds(order) ? Done.Result.Value : null, [InvalidRequest, UnknownMethod, Declined, Conflict, Closed], cancellationToken);

    public Task<CallResult<Done>> CaptureAsync(Order order, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, order, "/capture", null,
            answer => answer.HasTaken(order) ? Done.Result.Value : null, [NoPaymentOf(order), Closed], cancellationToken);

    public Task<CallResult<Done>> VoidAsync(Order order, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, order, "/void", null,
            answer => answer.HasLetGo(order) ? Done.Result.Value : null, [Closed], cancellationToken);

    public Task<CallResult<GivenBack>> RefundAsync(Order order, string? refundId, decimal? amount, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, order, "/refund",
            JsonContent.Create(new RefundPaymentRequest(refundId, amount), ClientJson.Default.RefundPaymentRequest),
            answer => answer.HasGivenBack(order, amount) ? new GivenBack(answer.Refunded!.Value) : null,
            [InvalidRequest, NoPaymentOf(order), NotCaptured, RefundConflict, RefundRefused, Exceeds], cancellationToken);

    /// <summary>Any other service of the shop answers this type as well, but knows nothing of the order.</summary>
    private static KnownRefusal NoPaymentOf(Order order) =>
        new(HttpStatusCode.NotFound, ProblemTypes.NotFound, order.Id);

    private Task<CallResult<T>> SendAsync<T>(
        HttpMethod method, Order order, string action, HttpContent? body, Func<PaymentAnswer, T?> read, KnownRefusal[] refusals,
        CancellationToken cancellationToken)
        where T : class =>
        ServiceCall.SendAsync(
            http, method, $"payments/{order.Id}{action}", body, new OwnAnswers<PaymentAnswer, T>(ClientJson.Default.PaymentAnswer, read, refusals),
            options.Value.PaymentTimeout, cancellationToken);
}
