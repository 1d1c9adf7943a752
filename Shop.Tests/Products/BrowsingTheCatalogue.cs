using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Products;

/// <summary>What customers see.</summary>
public sealed class BrowsingTheCatalogue(ShopFixture shop) : ShopTest(shop, Part.Products)
{
    [Fact]
    public async Task Development_starts_with_a_hundred_products_on_several_shelves()
    {
        var page = (await Shop.Products.GetFromJsonAsync<ProductView[]>("/products"))!;

        Assert.Equal(Enumerable.Range(1, 100), page.Select(product => product.Id));
        Assert.InRange(page.Select(product => product.Category).Distinct().Count(), 5, 6);
        Assert.Equal(100, page.Select(product => product.Name).Distinct().Count());
        Assert.All(page, product => Assert.True(product is { Currency: "EUR", Price: > 0 }));
    }

    [Fact]
    public async Task Following_the_links_shows_every_product_once()
    {
        var seen = new List<int>();
        for (var next = "/products?limit=7&category=Kitchen"; next is not null;)
        {
            using var page = await Shop.Products.GetAsync(next);
            seen.AddRange((await page.Content.ReadFromJsonAsync<ProductView[]>())!.Select(product => product.Id));
            next = Paging.Next(page);
        }

        var all = (await Shop.Products.GetFromJsonAsync<ProductView[]>("/products?limit=1000&category=Kitchen"))!;
        Assert.Equal(all.Select(product => product.Id), seen);
        Assert.True(seen.Count > 7);
    }

    [Fact]
    public async Task The_last_page_names_no_next_one()
    {
        using var page = await Shop.Products.GetAsync("/products?after=2147483647");
        Assert.Equal("[]", await page.Content.ReadAsStringAsync());
        Assert.Null(Paging.Next(page));
    }

    [Fact]
    public async Task A_search_finds_words_in_names_in_any_case_and_takes_percent_signs_literally()
    {
        var found = (await Shop.Products.GetFromJsonAsync<ProductView[]>("/products?search=NIGHT%20trains"))!;
        Assert.NotEmpty(found);
        Assert.All(found, product => Assert.Contains("Night trains", product.Name, StringComparison.Ordinal));

        Assert.Empty((await Shop.Products.GetFromJsonAsync<ProductView[]>("/products?search=N%25rains"))!);
    }

    [Theory]
    [InlineData("creme BRULEE")]
    [InlineData("brûl crème")]
    [InlineData("schalchen, creme")]
    [InlineData("strasse 12")]
    [InlineData("Schälchen (Straße)")]
    public async Task A_search_finds_all_of_its_words_without_case_and_accents(string search)
    {
        var mark = $"m{Guid.NewGuid():N}";
        using var created = await Shop.Products.PostAsJsonAsync(
            "/products", new { name = $"Crème Brûlée-Schälchen {mark}", description = "Straße 12, aus Øresund", category = "Tests", price = 1m });
        var product = (await created.Content.ReadFromJsonAsync<ProductView>())!;

        Assert.Equal(product, Assert.Single((await Shop.Products.GetFromJsonAsync<ProductView[]>($"/products?search={Uri.EscapeDataString($"{search} {mark}")}"))!));
        Assert.Empty((await Shop.Products.GetFromJsonAsync<ProductView[]>($"/products?search={Uri.EscapeDataString($"{search} {mark} other")}"))!);
    }

    [Theory]
    [InlineData("%25%25")]
    [InlineData("'%20%26%20%7C%20!%20%5C%20:*")]
    public async Task A_search_without_words_finds_nothing(string search) =>
        Assert.Equal("[]", await Shop.Products.GetStringAsync($"/products?search={search}"));

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        var product = await Shop.NewProductAsync(5);
        var page = $"/products?after={product.Id - 1}&limit=1";
        using var first = await Shop.Products.GetAsync(page);

        Assert.Equal(HttpStatusCode.NotModified, (await GetIfNoneMatchAsync(page, first.Headers.ETag!.ToString())).StatusCode);
        await Shop.ReservedAsync(new OrderLine(product.Id, 1));
        Assert.Equal(HttpStatusCode.OK, (await GetIfNoneMatchAsync(page, first.Headers.ETag!.ToString())).StatusCode);
    }

    [Fact]
    public async Task A_change_shows_in_the_next_answer()
    {
        var product = await Shop.NewProductAsync(50);
        var page = $"/products?after={product.Id - 1}&limit=1";
        for (var taken = 1; taken <= 20; taken++)
        {
            await Shop.ReservedAsync(new OrderLine(product.Id, 1));
            Assert.Equal(50 - taken, (await Shop.Products.GetFromJsonAsync<ProductView[]>(page))![0].Available);
        }
    }

    [Fact]
    public async Task A_product_has_a_tag_that_changes_with_its_stock()
    {
        var product = await Shop.NewProductAsync(5);
        using var first = await Shop.Products.GetAsync($"/products/{product.Id}");
        Assert.False(first.Headers.ETag!.IsWeak);

        Assert.Equal(HttpStatusCode.NotModified, (await GetIfNoneMatchAsync($"/products/{product.Id}", first.Headers.ETag.ToString())).StatusCode);
        await Shop.ReservedAsync(new OrderLine(product.Id, 1));
        Assert.Equal(HttpStatusCode.OK, (await GetIfNoneMatchAsync($"/products/{product.Id}", first.Headers.ETag.ToString())).StatusCode);
    }

    private async Task<HttpResponseMessage> GetIfNoneMatchAsync(string address, string etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "If-None-Match", etag } } };
        return await Shop.Products.SendAsync(request);
    }
}
