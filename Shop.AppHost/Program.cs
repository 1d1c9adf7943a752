var builder = DistributedApplication.CreateBuilder(args);

// One PostgreSQL server, a database for each service: no service can read another's tables.
var postgres = builder.AddPostgres("postgres");
var productDb = postgres.AddDatabase("productdb");
var orderDb = postgres.AddDatabase("orderdb");
var paymentDb = postgres.AddDatabase("paymentdb");

var products = builder.AddProject<Projects.Shop_ProductApi>("product-api")
    .WithReference(productDb).WaitFor(productDb)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

var payments = builder.AddProject<Projects.Shop_PaymentApi>("payment-api")
    .WithReference(paymentDb).WaitFor(paymentDb)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

// Orders do not wait for products and payments: an order service that must survive their absence may start without them.
builder.AddProject<Projects.Shop_OrderApi>("order-api")
    .WithReference(orderDb).WaitFor(orderDb)
    .WithReference(products)
    .WithReference(payments)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

builder.Build().Run();
