namespace Shop.OrderApi.Clients;

/// <summary>What orders need of the payment service. Every call may be repeated; repeating moves no money twice.</summary>
public interface IPayments
{
    /// <summary>Holds the amount on the customer's account.</summary>
    /// <param name="orderId">The order; there is at most one authorization for it.</param>
    /// <param name="amount">How much.</param>
    /// <param name="currency">ISO 4217.</param>
    /// <param name="method">How the customer pays.</param>
    /// <param name="cancellationToken">Gives up waiting; the authorization may or may not exist afterwards.</param>
    Task<CallResult<Done>> AuthorizeAsync(Guid orderId, decimal amount, string currency, string method, CancellationToken cancellationToken);

    /// <summary>Takes the held amount.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<CallResult<Done>> CaptureAsync(Guid orderId, CancellationToken cancellationToken);

    /// <summary>Lets the held amount go, and an authorization of this order that is still under way will be refused.</summary>
    /// <param name="orderId">The order, also one that never authorized anything.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Refused where the amount was captured already: then it has to be refunded.</returns>
    Task<CallResult<Done>> VoidAsync(Guid orderId, CancellationToken cancellationToken);

    /// <summary>Gives captured money back.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="refundId">The refund; asking twice under one name refunds once.</param>
    /// <param name="amount">How much, or null for all that was captured and not refunded yet.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<CallResult<Done>> RefundAsync(Guid orderId, string refundId, decimal? amount, CancellationToken cancellationToken);
}
