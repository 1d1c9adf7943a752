using System.IO.Hashing;

namespace Shop.ProductApi.Products;

/// <summary>A page of the catalogue, ready to be sent.</summary>
/// <param name="json">The array of products, UTF-8.</param>
/// <param name="nextAfter">The id that the next page starts after; null on the last page.</param>
public sealed class CataloguePage(ReadOnlyMemory<byte> json, int? nextAfter)
{
    /// <summary>The array of products, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => json;

    /// <summary>The id that the next page starts after; null on the last page.</summary>
    public int? NextAfter => nextAfter;

    /// <summary>A strong entity tag: two pages with the same tag are the same bytes.</summary>
    public string ETag { get; } = $"\"{Convert.ToHexStringLower(XxHash128.Hash(json.Span))}\"";
}
