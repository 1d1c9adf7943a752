namespace Shop.Web.Clients;

/// <summary>The order service, as whoever looks at the page.</summary>
internal sealed class OrderClient(HttpClient http)
{
    public Task<ServiceAnswer<OrderView[]>> ListAsync(string? customer, string? status, bool stuck, string? until, string? after, CancellationToken cancellationToken) => http.GetAsync(
        Query.Of("/orders", ("customerId", customer), ("status", status), ("stuck", stuck ? "true" : null), ("until", until), ("after", after), ("limit", "20")),
        ClientJson.Default.OrderViewArray, cancellationToken);

    public Task<ServiceAnswer<OrderView>> FindAsync(Guid id, CancellationToken cancellationToken) => http.GetAsync($"/orders/{id}", ClientJson.Default.OrderView, cancellationToken);

    public Task<ServiceAnswer<OrderView>> PlaceAsync(NewOrder order, string key, CancellationToken cancellationToken) =>
        http.WriteAsync(HttpMethod.Post, "/orders", JsonContent.Create(order, ClientJson.Default.NewOrder), ClientJson.Default.OrderView, cancellationToken, key);

    /// <summary>Cancels, ships or resumes.</summary>
    public Task<ServiceAnswer<OrderView>> DoAsync(Guid id, string action, CancellationToken cancellationToken) =>
        http.WriteAsync(HttpMethod.Post, $"/orders/{id}/{action}", null, ClientJson.Default.OrderView, cancellationToken);

    public Task<ServiceAnswer<OrderView>> RefundAsync(Guid id, NewRefund refund, CancellationToken cancellationToken) =>
        http.WriteAsync(HttpMethod.Post, $"/orders/{id}/refund", JsonContent.Create(refund, ClientJson.Default.NewRefund), ClientJson.Default.OrderView, cancellationToken);

    /// <summary>The stream of an order's changes, for a browser that follows them.</summary>
    public Task<HttpResponseMessage> FollowAsync(Guid id, string? lastEventId, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/orders/{id}/events");
        if (lastEventId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public Task<ServiceAnswer<SubscriptionView[]>> SubscriptionsAsync(CancellationToken cancellationToken) =>
        http.GetAsync("/webhooks", ClientJson.Default.SubscriptionViewArray, cancellationToken);

    public Task<ServiceAnswer<SubscriptionView>> SubscribeAsync(string url, string key, CancellationToken cancellationToken) => http.WriteAsync(
        HttpMethod.Post, "/webhooks", JsonContent.Create(new NewSubscription(url), ClientJson.Default.NewSubscription), ClientJson.Default.SubscriptionView, cancellationToken, key);

    public Task<ServiceAnswer<Nothing>> UnsubscribeAsync(Guid id, CancellationToken cancellationToken) =>
        http.WriteAsync(HttpMethod.Delete, $"/webhooks/{id}", null, ClientJson.Default.Nothing, cancellationToken);

    public Task<ServiceAnswer<DeliveryView[]>> DeliveriesAsync(Guid id, string? status, CancellationToken cancellationToken) =>
        http.GetAsync(Query.Of($"/webhooks/{id}/deliveries", ("status", status)), ClientJson.Default.DeliveryViewArray, cancellationToken);

    /// <summary>Pauses or resumes a subscription, or retries or replays a delivery.</summary>
    public Task<ServiceAnswer<Nothing>> DoAsync(string path, CancellationToken cancellationToken) =>
        http.WriteAsync(HttpMethod.Post, $"/webhooks/{path}", null, ClientJson.Default.Nothing, cancellationToken);
}
