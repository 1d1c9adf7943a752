namespace Shop.Tests.Hosting;

/// <summary>The shop in one process, a checkout in one transaction.</summary>
public sealed class MonolithFixture() : ShopFixture(["--Shop:Topology=monolith"], "shop", "shop", "shop", "shop");

/// <summary>The shop in one process, a checkout in the same commits as the services.</summary>
public sealed class MonolithInStepsFixture() : ShopFixture(["--Shop:Topology=monolith", "--Shop:Checkout=steps"], "shop", "shop", "shop", "shop");
