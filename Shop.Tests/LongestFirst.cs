using Shop.Tests.Faults;
using Xunit.Sdk;
using Xunit.v3;

namespace Shop.Tests;

/// <summary>
/// The order in which collections begin: the tests of faults first. They take the longest and run one after the other, so whatever
/// begins before them is time in which a processor has nothing to do at the end.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => collection.TestCollectionDisplayName == nameof(FaultyShop) ? 0 : 1)];
}
