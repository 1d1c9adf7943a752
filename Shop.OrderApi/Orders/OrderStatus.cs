namespace Shop.OrderApi.Orders;

/// <summary>What customers and staff see of an order.</summary>
public enum OrderStatus
{
    /// <summary>Accepted and written down; stock or payment are not settled yet.</summary>
    Pending,

    /// <summary>The stock is reserved and the payment authorized.</summary>
    Confirmed,

    /// <summary>The goods have left and the payment is captured. Can be refunded.</summary>
    Shipped,

    /// <summary>Could not be fulfilled. Holds neither stock nor money.</summary>
    Rejected,

    /// <summary>Called off before it was shipped. Holds neither stock nor money.</summary>
    Cancelled,
}
