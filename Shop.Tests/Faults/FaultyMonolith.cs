using Shop.Proof.Audit;

namespace Shop.Tests.Faults;

/// <summary>The shop as one process with one database, which is killed and frozen.</summary>
public sealed class FaultyMonolith() : BreakableShop(["--Shop:Topology=monolith"], Monolith, Monolith, Monolith, Monolith)
{
    /// <summary>The one resource that is the shop.</summary>
    public const string Monolith = "shop";

    /// <inheritdoc/>
    internal override bool IsModelled => false;

    /// <inheritdoc/>
    internal override IReadOnlyList<Fault> Faults => Fault.OfTheMonolith;

    /// <inheritdoc/>
    internal override async Task<ShopDatabases> OpenDatabasesAsync() => await ShopDatabases.OpenAsync(await LoginAsync("shopdb"));
}

/// <summary>Tests that break the same monolith, one after the other.</summary>
[CollectionDefinition(nameof(FaultyMonolith))]
public sealed class FaultyMonolithTests : ICollectionFixture<FaultyMonolith>;
