using System.Net;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Web;

/// <summary>Nobody tries passwords without end, and who is too quick is told so in their own language: a page, or a problem.</summary>
public sealed class TryingPasswords(ShopFixture shop) : ShopTest(shop, Part.Orders)
{
    private const int Limit = 2;

    [Fact]
    public async Task Who_tries_too_many_passwords_has_to_wait()
    {
        await using var pages = await PagesAlone.StartAsync(Shop, ("Web:SignInsPerMinute", $"{Limit}"));
        using var person = new Visitor(pages.Address);
        for (var attempt = 0; attempt < Limit; attempt++)
            Assert.Contains("There is no account of this name and password.", (await person.SignInAsync("ada", password: "wrong")).Text, StringComparison.Ordinal);

        var refused = await person.SignInAsync("ada");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Contains("Nothing was done. It can be tried again in", refused.Text, StringComparison.Ordinal);
        Assert.Contains("<h1", refused.Source, StringComparison.Ordinal);
        Assert.StartsWith("/shop/sign-in", (await person.GetAsync("/shop/orders")).Path, StringComparison.Ordinal);

        // Whoever goes on by the way of scripts has tried as often, and is answered as a script.
        var token = await person.PostAsync("/token", [new("username", "ada"), new("password", "shop")]);
        Assert.Equal(HttpStatusCode.TooManyRequests, token.Status);
        Assert.Equal("/problems/too-many-requests", JsonDocument.Parse(token.Source).RootElement.GetProperty("type").GetString());
    }
}
