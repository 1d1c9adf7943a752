using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Shop.ProductApi.Products;

/// <summary>
/// The entity tag of a product. It names every state that the representation can have, stock included, so it is a strong one;
/// but <c>If-Match</c> looks at the edit only: PUT does not touch the stock, and a sale must not make staff start again.
/// </summary>
/// <param name="Version">Counts the edits.</param>
/// <param name="Available">Pieces that can still be ordered.</param>
public readonly record struct ProductTag(int Version, int Available)
{
    /// <summary>The tag as it stands in the <c>ETag</c> header.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"\"{Version}-{Available}\"");

    /// <summary>The edits that an <c>If-Match</c> header allows; what this service never wrote matches none.</summary>
    /// <param name="tags">The header's entity tags.</param>
    public static int[] VersionsIn(IEnumerable<EntityTagHeaderValue> tags) =>
    [
        .. tags.Where(tag => !tag.IsWeak)
            .Select(tag => tag.Tag.AsSpan().Trim('"').ToString().Split('-')[0])
            .Where(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
    ];
}
