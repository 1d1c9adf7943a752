namespace Embedded.Tests;

/// <summary>Tests that measure the whole process, and therefore run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    /// <summary>What the tests name.</summary>
    public const string Name = "Alone";
}
