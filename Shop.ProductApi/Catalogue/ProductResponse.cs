using System.Globalization;

namespace Shop.ProductApi.Catalogue;

/// <summary>A product as the catalogue shows it.</summary>
/// <param name="Id">The number that it is ordered by.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What a customer should know about it.</param>
/// <param name="Category">The shelf that it stands on.</param>
/// <param name="Price">The price of one piece.</param>
/// <param name="Currency">The currency of the price (ISO 4217).</param>
/// <param name="Available">Pieces that can still be ordered.</param>
public sealed record ProductResponse(
    int Id, string Name, string Description, string Category, decimal Price, string Currency, int Available);

/// <summary>
/// The entity tag of a product. It names every state that the response can have, stock included, so it is a strong one; but
/// <c>If-Match</c> looks at the edit only: PUT does not touch the stock, and a sale must not make staff start again.
/// </summary>
/// <param name="Version">Counts the edits.</param>
/// <param name="Available">Pieces that can still be ordered.</param>
internal readonly record struct ProductETag(int Version, int Available)
{
    /// <summary>The tag as it stands in the <c>ETag</c> header.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"\"{Version}-{Available}\"");

    /// <summary>The edits that the <c>If-Match</c> header allows; null where it allows any. What this service never wrote matches none.</summary>
    public static int[]? VersionsIn(HttpRequest request)
    {
        var tags = request.GetTypedHeaders().IfMatch;
        return tags.Any(tag => tag.Tag == "*")
            ? null
            :
            [
                .. tags.Where(tag => !tag.IsWeak)
                    .Select(tag => tag.Tag.AsSpan().Trim('"').ToString().Split('-')[0])
                    .Where(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                    .Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
            ];
    }
}
