using Shop.Tests.Hosting;

[assembly: AssemblyFixture(typeof(ShopFixture))]
