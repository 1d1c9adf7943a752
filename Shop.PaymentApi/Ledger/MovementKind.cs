namespace Shop.PaymentApi.Ledger;

/// <summary>What an entry of the ledger moves.</summary>
public enum MovementKind
{
    /// <summary>From the customer into what is held for the shop.</summary>
    Authorize,

    /// <summary>From what is held to the merchant.</summary>
    Capture,

    /// <summary>From what is held back to the customer.</summary>
    Void,

    /// <summary>From the merchant back to the customer.</summary>
    Refund,
}
