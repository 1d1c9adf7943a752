namespace Shop.Tests.Hosting;

/// <summary>
/// Tests that count or time something: they run one after the other when everything else is done. What others do at the same moment would be
/// counted with it, so beside others they waited for a quiet moment, or found none.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
