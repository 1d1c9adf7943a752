using System.Net;
using System.Text;
using Shop.Tests.Hosting;

namespace Shop.Tests.Products;

/// <summary>Whatever a client sends, it learns what is wrong with it: the field and the reason, and never a 500.</summary>
public sealed class MalformedProductRequests(ShopFixture shop) : ShopTest(shop, Part.Products)
{
    [Theory]
    [InlineData("", "body")]
    [InlineData("null", "body")]
    [InlineData("{", "body")]
    [InlineData("[]", "body")]
    [InlineData("{}", "lines")]
    [InlineData("{\"lines\":[]}", "lines")]
    [InlineData("{\"lines\":7}", "lines")]
    [InlineData("{\"lines\":[null]}", "lines[0]")]
    [InlineData("{\"lines\":[{\"quantity\":1}]}", "lines[0].productId")]
    [InlineData("{\"lines\":[{\"productId\":1}]}", "lines[0].quantity")]
    [InlineData("{\"lines\":[{\"productId\":1,\"quantity\":0}]}", "lines[0].quantity")]
    [InlineData("{\"lines\":[{\"productId\":1,\"quantity\":-1}]}", "lines[0].quantity")]
    [InlineData("{\"lines\":[{\"productId\":1,\"quantity\":10001}]}", "lines[0].quantity")]
    [InlineData("{\"lines\":[{\"productId\":1,\"quantity\":1e400}]}", "lines[0].quantity")]
    [InlineData("{\"lines\":[{\"productId\":1,\"quantity\":1.5}]}", "lines[0].quantity")]
    [InlineData("{\"lines\":[{\"productId\":1,\"quantity\":\"NaN\"}]}", "lines[0].quantity")]
    [InlineData("{\"lines\":[{\"productId\":1,\"quantity\":\"2\"}]}", "lines[0].quantity")]
    [InlineData("{\"lines\":[{\"productId\":99999999999,\"quantity\":1}]}", "lines[0].productId")]
    [InlineData("{\"lines\":[{\"productId\":1,\"quantity\":1},{\"productId\":1,\"quantity\":1}]}", "lines[1].productId")]
    public async Task A_reservation_names_the_field_that_is_wrong(string body, string field)
    {
        using var response = await SendAsync(HttpMethod.Put, $"/reservations/{Guid.CreateVersion7()}", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([field], (await ProblemView.ReadAsync(response)).Fields);
    }

    [Fact]
    public async Task A_hundred_and_one_lines_are_too_many()
    {
        var lines = string.Join(",", Enumerable.Range(1, 101).Select(id => $"{{\"productId\":{id},\"quantity\":1}}"));
        using var response = await SendAsync(HttpMethod.Put, $"/reservations/{Guid.CreateVersion7()}", $"{{\"lines\":[{lines}]}}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["lines"], (await ProblemView.ReadAsync(response)).Fields);
    }

    [Fact]
    public async Task A_body_of_megabytes_is_not_read()
    {
        using var response = await SendAsync(HttpMethod.Put, $"/reservations/{Guid.CreateVersion7()}", new string(' ', 300_000) + "{}");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        await ProblemView.ReadAsync(response);
    }

    [Fact]
    public async Task Another_media_type_is_refused()
    {
        using var response = await SendAsync(HttpMethod.Put, $"/reservations/{Guid.CreateVersion7()}", "lines=1", "application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        await ProblemView.ReadAsync(response);
    }

    [Theory]
    [InlineData("{\"name\":\"a\\u0000b\",\"category\":\"x\",\"price\":1}", "name")]
    [InlineData("{\"name\":\"a\\ud800b\",\"category\":\"x\",\"price\":1}", "name")]
    [InlineData("{\"category\":\"x\",\"price\":1}", "name")]
    [InlineData("{\"name\":\" \",\"category\":\"x\",\"price\":1}", "name")]
    [InlineData("{\"name\":\"a\",\"price\":1}", "category")]
    [InlineData("{\"name\":\"a\",\"category\":\"x\"}", "price")]
    [InlineData("{\"name\":\"a\",\"category\":\"x\",\"price\":0}", "price")]
    [InlineData("{\"name\":\"a\",\"category\":\"x\",\"price\":-1}", "price")]
    [InlineData("{\"name\":\"a\",\"category\":\"x\",\"price\":1.001}", "price")]
    [InlineData("{\"name\":\"a\",\"category\":\"x\",\"price\":1000000.01}", "price")]
    [InlineData("{\"name\":\"a\",\"category\":\"x\",\"price\":1e300}", "price")]
    [InlineData("{\"name\":\"a\",\"category\":\"x\",\"price\":\"1\"}", "price")]
    [InlineData("{\"name\":\"a\",\"category\":\"x\",\"price\":1,\"currency\":\"USD\"}", "currency")]
    public async Task A_product_names_the_field_that_is_wrong(string body, string field)
    {
        using var response = await SendAsync(HttpMethod.Post, "/products", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([field], (await ProblemView.ReadAsync(response)).Fields);
    }

    [Fact]
    public async Task Texts_longer_than_their_columns_are_refused()
    {
        using var response = await SendAsync(
            HttpMethod.Post, "/products", $"{{\"name\":\"{new string('n', 201)}\",\"description\":\"{new string('d', 4001)}\",\"category\":\"{new string('c', 101)}\",\"price\":1}}");
        Assert.Equal(["name", "description", "category"], (await ProblemView.ReadAsync(response)).Fields);
    }

    [Theory]
    [InlineData("{}", "delta", "reason")]
    [InlineData("{\"delta\":0,\"reason\":\"x\"}", "delta")]
    [InlineData("{\"delta\":-2147483648,\"reason\":\"x\"}", "delta")]
    [InlineData("{\"delta\":\"1\",\"reason\":\"x\"}", "delta")]
    [InlineData("{\"delta\":1,\"reason\":\"\\u0000\"}", "reason")]
    public async Task An_adjustment_names_the_fields_that_are_wrong(string body, params string[] fields)
    {
        using var response = await SendAsync(HttpMethod.Post, "/products/1/stock", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(fields, (await ProblemView.ReadAsync(response)).Fields);
    }

    [Theory]
    [InlineData("/products?limit=0", "limit")]
    [InlineData("/products?limit=1001", "limit")]
    [InlineData("/products?limit=ten", "limit")]
    [InlineData("/products?after=99999999999", "after")]
    [InlineData("/products?search=%00", "search")]
    [InlineData("/products?category=a%00", "category")]
    [InlineData("/products/one", "id")]
    [InlineData("/products/99999999999", "id")]
    [InlineData("/reservations/not-a-guid", "orderId")]
    public async Task An_address_names_the_part_that_is_wrong(string address, string field)
    {
        using var response = await Shop.Products.GetAsync(address);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([field], (await ProblemView.ReadAsync(response)).Fields);
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        using var response = await SendAsync(
            HttpMethod.Put, $"/reservations/{Guid.CreateVersion7()}", "{\"colour\":\"red\",\"lines\":[{\"productId\":1,\"quantity\":1,\"size\":{}}]}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string body, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(method, address) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        return await Shop.Products.SendAsync(request);
    }
}
