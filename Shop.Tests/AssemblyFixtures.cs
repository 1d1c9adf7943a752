using Shop.Tests.Hosting;

[assembly: AssemblyFixture(typeof(ShopFixture))]
[assembly: AssemblyFixture(typeof(MonolithFixture))]
[assembly: AssemblyFixture(typeof(MonolithInStepsFixture))]
