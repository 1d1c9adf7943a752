namespace Shop.OrderApi.Checkout;

/// <summary>What an order is being driven towards.</summary>
public enum OrderGoal
{
    /// <summary>Nothing is left to do.</summary>
    None,

    /// <summary>Reserve, authorize, confirm.</summary>
    Confirm,

    /// <summary>Give everything back; the order could not be fulfilled.</summary>
    Reject,

    /// <summary>Give everything back; somebody called the order off.</summary>
    Cancel,

    /// <summary>Capture the payment, hand out the goods.</summary>
    Ship,

    /// <summary>Give back the money that refunds ask for.</summary>
    Refund,
}
