namespace Shop.Bench.Results;

/// <summary>A part of a run that holds variants of shapes against the shapes themselves, in rounds of its own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scenarios">What is requested.</param>
/// <param name="Originals">The shapes as shipped.</param>
internal sealed record VariantPart(string Name, IReadOnlyList<string> Scenarios, IReadOnlyList<string> Originals)
{
    private const string Mark = " · ";

    /// <summary>The name of a scenario within this part, which keeps its rounds apart from those of the main part.</summary>
    /// <param name="scenario">The scenario.</param>
    public string Of(string scenario) => scenario + Mark + Name;

    /// <summary>Whether a scenario belongs to such a part.</summary>
    /// <param name="scenario">The scenario.</param>
    public static bool Owns(string scenario) => scenario.Contains(Mark, StringComparison.Ordinal);
}
