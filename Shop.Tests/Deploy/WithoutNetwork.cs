using System.Text.RegularExpressions;
using Shop.Tests.Hosting;

namespace Shop.Tests.Deploy;

/// <summary>A machine without a network shows all there is to see.</summary>
public sealed partial class WithoutNetwork(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task The_page_to_try_an_API_loads_nothing_from_elsewhere()
    {
        var page = await Shop.Orders.GetStringAsync("/scalar/", TestContext.Current.CancellationToken);

        var loaded = Loaded().Matches(page).Select(match => match.Groups["address"].Value).ToList();
        Assert.Contains(loaded, address => address.EndsWith("scalar.js", StringComparison.Ordinal));
        Assert.All(loaded, address => Assert.False(Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme != Uri.UriSchemeFile || address.StartsWith("//", StringComparison.Ordinal), address));
        // Its letters would come from elsewhere, and what is done there be told.
        Assert.Contains("\"withDefaultFonts\":false", page.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [GeneratedRegex("""(?:src|href|from)\s*=?\s*["'](?<address>[^"'#]+)["']""")]
    private static partial Regex Loaded();
}
