using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Products;

/// <summary>A request with an <c>Idempotency-Key</c> is one request, however often it comes.</summary>
public sealed class RepeatingARequest(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task Of_requests_with_one_key_that_come_together_one_does_the_work_and_all_say_so()
    {
        var product = await Shop.NewProductAsync(0);
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AdjustAsync(product.Id, key, 3)));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, "3"), (answer.Status, answer.OnHand)));
        Assert.Single(answers, answer => !answer.IsReplayed);
        Assert.Equal(3, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task A_key_stands_for_one_body_at_one_address()
    {
        var (product, other) = (await Shop.NewProductAsync(0), await Shop.NewProductAsync(0));
        var key = Guid.NewGuid().ToString();
        await AdjustAsync(product.Id, key, 3);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AdjustAsync(product.Id, key, 4)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AdjustAsync(other.Id, key, 3)).Status);
        Assert.Equal((3, 0), (await Shop.AvailableAsync(product.Id), await Shop.AvailableAsync(other.Id)));
    }

    [Fact]
    public async Task A_refusal_is_repeated_as_well_and_a_key_that_cannot_be_one_is_refused()
    {
        var product = await Shop.NewProductAsync(0);
        var key = Guid.NewGuid().ToString();
        Assert.Equal(HttpStatusCode.Conflict, (await AdjustAsync(product.Id, key, -3)).Status);
        await AdjustAsync(product.Id, Guid.NewGuid().ToString(), 10);

        var repeated = await AdjustAsync(product.Id, key, -3);
        Assert.Equal((HttpStatusCode.Conflict, true), (repeated.Status, repeated.IsReplayed));
        Assert.Equal(HttpStatusCode.BadRequest, (await AdjustAsync(product.Id, "two words", 1)).Status);
        Assert.Equal(10, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task An_order_that_is_answered_again_says_so()
    {
        var product = await Shop.NewProductAsync(5);
        var key = Guid.NewGuid().ToString();
        using var first = await Shop.PlaceOrderAsync([new(product.Id, 1)], key: key);
        using var repeated = await Shop.PlaceOrderAsync([new(product.Id, 1)], key: key);

        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", Assert.Single(repeated.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await repeated.Content.ReadAsStringAsync());
    }

    private async Task<(HttpStatusCode Status, string? OnHand, bool IsReplayed)> AdjustAsync(int product, string key, int delta)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/products/{product}/stock") { Content = JsonContent.Create(new { delta, reason = "counted" }) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var response = await Shop.Products.SendAsync(request);
        var onHand = response.IsSuccessStatusCode ? (await response.Content.ReadFromJsonAsync<StockView>())!.OnHand.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return (response.StatusCode, onHand, response.Headers.Contains("Idempotency-Replayed"));
    }
}
