namespace Shop.Proof.Load;

/// <summary>Clients of a shop's three APIs that may do what staff may, and write down what they do.</summary>
/// <param name="Products">A client of the product service.</param>
/// <param name="Orders">A client of the order service.</param>
/// <param name="Payments">A client of the payment service.</param>
internal sealed record ShopClients(HttpClient Products, HttpClient Orders, HttpClient Payments) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Products.Dispose();
        Orders.Dispose();
        Payments.Dispose();
    }
}
