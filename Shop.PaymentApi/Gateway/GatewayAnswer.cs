namespace Shop.PaymentApi.Gateway;

/// <summary>What a gateway did, for certain.</summary>
public enum GatewayAnswer
{
    /// <summary>It was done: now, or when it was asked before under the same key.</summary>
    Approved,

    /// <summary>The customer's bank refuses.</summary>
    Declined,

    /// <summary>The customer does not have the money.</summary>
    InsufficientFunds,

    /// <summary>What was asked for before does not allow it: a capture after a void, a refund of more than was captured.</summary>
    Refused,

    /// <summary>Under this key something else was asked for before.</summary>
    KeyReused,
}
