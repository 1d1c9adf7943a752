namespace Shop.ProductApi.Products;

/// <summary>Which part of the catalogue is asked for.</summary>
/// <param name="Search">A text that name or description contain, in any case; all products without it.</param>
/// <param name="Category">The category; all without it.</param>
/// <param name="After">Only products with a greater id.</param>
/// <param name="Limit">At most so many.</param>
public readonly record struct ProductQuery(string? Search, string? Category, int After, int Limit)
{
    /// <summary>The longest text to search for, in characters.</summary>
    public const int MaxSearchLength = 200;
}
