namespace Shop.PaymentApi.Gateway;

/// <summary>The provider that moves the money, outside of this service's transactions.</summary>
public interface IPaymentGateway
{
    /// <summary>The methods that it takes, for the message to a client that asked for another one.</summary>
    string KnownMethods { get; }

    /// <summary>Whether the gateway takes a payment method.</summary>
    /// <param name="method">The method that the customer chose.</param>
    bool Knows(string method);

    /// <summary>
    /// The answer to an authorization that needs no asking, because the gateway's record lies in the module's own database: the
    /// caller then writes that record in the statement that enters the payment, and saves a round trip and a commit. A gateway
    /// outside of the database never has one.
    /// </summary>
    /// <param name="method">The method that the customer chose.</param>
    GatewayAnswer? AnswerWithoutAsking(string method) => null;

    /// <summary>Does what it is asked for, once for each <see cref="GatewayRequest.Key"/>.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="cancellationToken">Gives up waiting; what was asked for may still be done.</param>
    /// <exception cref="GatewayUncertainException">No answer came.</exception>
    Task<GatewayAnswer> PerformAsync(GatewayRequest request, CancellationToken cancellationToken);
}
