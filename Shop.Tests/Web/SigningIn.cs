using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Web;

/// <summary>Accounts, and the tokens that scripts get for them.</summary>
public sealed class SigningIn(ShopFixture shop) : ShopTest(shop, Part.Products, Part.Orders, Part.Web)
{
    [Theory]
    [InlineData("ada", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("staff", HttpStatusCode.OK, HttpStatusCode.OK)]
    public async Task A_script_gets_a_token_that_the_services_take(string name, HttpStatusCode orders, HttpStatusCode webhooks)
    {
        using var visitor = new Visitor(Shop);

        var answer = await visitor.PostAsync("/token", [new("username", name), new("password", "shop")]);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var token = JsonDocument.Parse(answer.Source).RootElement;
        Assert.Equal("Bearer", token.GetProperty("token_type").GetString());
        Assert.Equal(3600, token.GetProperty("expires_in").GetInt32());
        foreach (var (path, status) in (ReadOnlySpan<(string, HttpStatusCode)>)[("/orders", orders), ("/webhooks", webhooks)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString());
            using var response = Shop.Orders.Send(request);
            Assert.Equal(status, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("ada", "wrong", "password")]
    [InlineData("nobody", "shop", "password")]
    [InlineData("", "shop", "username")]
    [InlineData("ada", "", "password")]
    public async Task Without_an_account_there_is_no_token(string name, string password, string field)
    {
        using var visitor = new Visitor(Shop);

        var answer = await visitor.PostAsync("/token", [new("username", name), new("password", password)]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.True(JsonDocument.Parse(answer.Source).RootElement.GetProperty("errors").TryGetProperty(field, out _), answer.Source);
    }

    [Theory]
    [InlineData("ada", "wrong")]
    [InlineData("nobody", "shop")]
    [InlineData("", "")]
    public async Task A_wrong_name_looks_like_a_wrong_password(string name, string password)
    {
        using var visitor = new Visitor(Shop);

        var page = await visitor.SignInAsync(name, "/shop/orders", password);

        Assert.StartsWith("/shop/sign-in", page.Path, StringComparison.Ordinal);
        Assert.Contains("There is no account of this name and password.", page.Text, StringComparison.Ordinal);
        Assert.StartsWith("/shop/sign-in", (await visitor.GetAsync("/shop/orders")).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.invalid/")]
    [InlineData("//elsewhere.invalid/")]
    [InlineData("/\\elsewhere.invalid/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/shop\r\nSet-Cookie: x=1")]
    public async Task Signing_in_leads_nowhere_else(string returnUrl)
    {
        using var visitor = new Visitor(Shop);

        Assert.Equal("/shop", (await visitor.SignInAsync("bob", returnUrl)).Path);
    }

    [Fact]
    public async Task Who_has_signed_out_is_nobody()
    {
        using var visitor = new Visitor(Shop);
        var page = await visitor.SignInAsync("bob");

        await visitor.SendAsync(page, "/shop/sign-out");

        Assert.StartsWith("/shop/sign-in", (await visitor.GetAsync("/shop/orders")).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada", "long enough", "This name cannot be had.")]
    [InlineData("Ada", "long enough", "This name cannot be had.")]
    [InlineData("somebody", "short", "A password has at least 8 characters.")]
    [InlineData("some body", "long enough", "A name has 1 to 64 letters")]
    [InlineData("", "long enough", "A name has 1 to 64 letters")]
    public async Task An_account_that_cannot_be_is_refused_with_a_reason(string name, string password, string reason)
    {
        using var visitor = new Visitor(Shop);

        var page = await visitor.SendAsync(await visitor.GetAsync("/shop/sign-up"), "/shop/sign-up", ("username", name), ("password", password));

        Assert.Contains(reason, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_is_led_away_from_the_back_office()
    {
        using var visitor = new Visitor(Shop);
        await visitor.SignInAsync("bob");

        Assert.Contains("This page is for staff", (await visitor.GetAsync("/office")).Text, StringComparison.Ordinal);
    }
}
