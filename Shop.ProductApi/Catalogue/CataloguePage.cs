using System.IO.Hashing;

namespace Shop.ProductApi.Catalogue;

/// <summary>Which part of the catalogue is asked for.</summary>
/// <param name="Search">Words with which words of name or description begin, in any case, with or without accents; all products without it.</param>
/// <param name="Category">The category; all without it.</param>
/// <param name="After">Only products with a greater id.</param>
/// <param name="Limit">At most so many.</param>
internal readonly record struct CatalogueQuery(string? Search, string? Category, int After, int Limit);

/// <summary>A page of the catalogue, ready to be sent.</summary>
internal sealed class CataloguePage(ReadOnlyMemory<byte> json, int? nextAfter)
{
    /// <summary>The array of products, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => json;

    /// <summary>The id that the next page starts after; null on the last page.</summary>
    public int? NextAfter => nextAfter;

    /// <summary>A strong entity tag: two pages with the same tag are the same bytes.</summary>
    public string ETag { get; } = $"\"{Convert.ToHexStringLower(XxHash128.Hash(json.Span))}\"";
}
