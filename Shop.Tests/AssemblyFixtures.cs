using Shop.Tests;
using Shop.Tests.Hosting;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]
[assembly: AssemblyFixture(typeof(ShopFixture))]
[assembly: AssemblyFixture(typeof(MonolithFixture))]
[assembly: AssemblyFixture(typeof(MonolithInStepsFixture))]
