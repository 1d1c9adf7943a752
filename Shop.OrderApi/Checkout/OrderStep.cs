namespace Shop.OrderApi.Checkout;

/// <summary>The next thing to do for an order.</summary>
public enum OrderStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Reserve the stock.</summary>
    Reserve,

    /// <summary>Authorize the payment.</summary>
    Authorize,

    /// <summary>
    /// The client was told 503 and nothing is promised: wait a while for it to come back with the same key, then give back
    /// what a lost answer may have reserved.
    /// </summary>
    Park,

    /// <summary>Void the authorization, or refund what was captured.</summary>
    Void,

    /// <summary>Release the reserved stock.</summary>
    Release,

    /// <summary>Capture the authorized payment.</summary>
    Capture,

    /// <summary>Commit the reservation: the goods leave.</summary>
    Commit,

    /// <summary>Pay out the refunds that are asked for.</summary>
    Refund,

    /// <summary>
    /// Giving back what the order holds was refused again and again: somebody has interfered. Nobody works on it any more until
    /// people have looked at it and resume it.
    /// </summary>
    Stuck,

    /// <summary>Write down that the goal is reached.</summary>
    Finish,
}
