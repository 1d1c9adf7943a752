namespace Shop.AppHost.Topologies;

/// <summary>The shop as services: the default.</summary>
internal static class Services
{
    /// <summary>Adds product, order and payment, each with a database of its own on one PostgreSQL server.</summary>
    /// <param name="builder">The application under construction.</param>
    /// <param name="withPayments">Whether there is a payment service. Without one orders are accepted and wait for it.</param>
    public static void AddServices(this IDistributedApplicationBuilder builder, bool withPayments = true)
    {
        // A database for each service: no service can read another's tables.
        var postgres = builder.AddPostgres("postgres");
        var productDb = postgres.AddDatabase("productdb");
        var orderDb = postgres.AddDatabase("orderdb");

        var products = builder.AddProject<Projects.Shop_ProductApi>("product-api")
            .WithReference(productDb).WaitFor(productDb)
            .WithHttpHealthCheck("/health")
            .WithExternalHttpEndpoints();

        // Orders do not wait for products and payments: an order service that must survive their absence may start without them.
        var orders = builder.AddProject<Projects.Shop_OrderApi>("order-api")
            .WithReference(orderDb).WaitFor(orderDb)
            .WithReference(products)
            .WithHttpHealthCheck("/health")
            .WithExternalHttpEndpoints();

        // Products hear of shipped orders by a signed webhook.
        var eventSecret = builder.AddParameter("order-event-secret", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true);
        products.WithEnvironment("Product__OrderEventSecret", eventSecret);
        orders.WithEnvironment("Webhooks__Subscribers__products__Url", "https+http://product-api/order-events")
            .WithEnvironment("Webhooks__Subscribers__products__Secret", eventSecret)
            .WithEnvironment("Webhooks__Subscribers__products__EventTypes__0", "order.shipped");

        if (!withPayments)
            return;

        var paymentDb = postgres.AddDatabase("paymentdb");
        var payments = builder.AddProject<Projects.Shop_PaymentApi>("payment-api")
            .WithReference(paymentDb).WaitFor(paymentDb)
            .WithHttpHealthCheck("/health")
            .WithExternalHttpEndpoints();
        orders.WithReference(payments);
    }
}
