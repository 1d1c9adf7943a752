namespace Shop.Tests.Hosting;

/// <summary>Products and orders as services, and nobody who takes payments: a request for those goes to the order service.</summary>
public sealed class TwoServicesFixture() : ShopFixture(["--Shop:Topology=two-services"], "product-api", "order-api", "order-api", "web");

/// <summary>One process that sells nothing yet: the catalogue alone.</summary>
public sealed class CatalogueFixture() : ShopFixture(["--Shop:Topology=monolith", "--Shop:Modules=products"], "shop", "shop", "shop", "shop");
