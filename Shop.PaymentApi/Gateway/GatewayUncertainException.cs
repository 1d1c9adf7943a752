namespace Shop.PaymentApi.Gateway;

/// <summary>
/// The gateway gave no answer: it may or may not have done what it was asked for. Asking again under the same key tells.
/// </summary>
public sealed class GatewayUncertainException : Exception
{
    /// <summary>No answer came.</summary>
    public GatewayUncertainException()
        : base("The payment gateway gave no answer.")
    {
    }

    /// <summary>No answer came.</summary>
    /// <param name="message">How that showed.</param>
    public GatewayUncertainException(string message)
        : base(message)
    {
    }

    /// <summary>No answer came.</summary>
    /// <param name="message">How that showed.</param>
    /// <param name="innerException">What happened instead.</param>
    public GatewayUncertainException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
