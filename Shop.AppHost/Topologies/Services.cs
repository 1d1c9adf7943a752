using Shop.Hosting.Processes.Faults;

namespace Shop.AppHost.Topologies;

/// <summary>The shop as services: the default.</summary>
internal static class Services
{
    /// <summary>Adds product, order and payment, each with a database of its own on one PostgreSQL server.</summary>
    /// <param name="builder">The application under construction.</param>
    /// <param name="withPayments">Whether there is a payment service. Without one orders are accepted and wait for it.</param>
    public static void AddServices(this IDistributedApplicationBuilder builder, bool withPayments = true)
    {
        // A database and a role for each service: none can read another's tables.
        var postgres = builder.AddPostgres("postgres").RunAsLocalServer().WithFaults();
        var productDb = postgres.AddDatabase("productdb").WithOwner();
        var orderDb = postgres.AddDatabase("orderdb").WithOwner();

        var keys = builder.AddAccessKeys();

        // Orders do not wait for products and payments: an order service that must survive their absence may start without them.
        var products = builder.AddService<Projects.Shop_ProductApi>("product-api", productDb, keys);
        var orders = builder.AddService<Projects.Shop_OrderApi>("order-api", orderDb, keys).WithCallsTo(products);

        // Products hear of shipped orders by a signed webhook, or from Kafka.
        if (builder.AddKafka() is { } kafka)
        {
            products.WithReference(kafka);
            orders.WithReference(kafka);
        }
        else
        {
            var eventSecret = builder.AddSecret("order-event-secret");
            products.WithEnvironment("Product__OrderEventSecret", eventSecret);
            orders.WithEnvironment("Webhooks__Subscribers__products__Url", "https+http://product-api/order-events")
                .WithEnvironment("Webhooks__Subscribers__products__Secret", eventSecret)
                .WithEnvironment("Webhooks__Subscribers__products__EventTypes__0", "order.shipped");
        }

        var webDb = postgres.AddDatabase("webdb").WithOwner();
        var web = builder.AddService<Projects.Shop_Web>("web", webDb, keys, Pages.Root, Pages.Text).WithPages(keys)
            .WithReference(products).WithReference(orders);

        if (!withPayments)
            return;

        var paymentDb = postgres.AddDatabase("paymentdb").WithOwner();
        var payments = builder.AddService<Projects.Shop_PaymentApi>("payment-api", paymentDb, keys);
        orders.WithCallsTo(payments);
        web.WithReference(payments);
    }
}
