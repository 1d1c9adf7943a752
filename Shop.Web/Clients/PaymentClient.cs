namespace Shop.Web.Clients;

/// <summary>The payment service, as whoever looks at the page.</summary>
internal sealed class PaymentClient(HttpClient http)
{
    public Task<ServiceAnswer<PaymentView>> FindAsync(Guid orderId, CancellationToken cancellationToken) =>
        http.GetAsync($"/payments/{orderId}", ClientJson.Default.PaymentView, cancellationToken);
}
