using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Shop.Tests.Hosting;

namespace Shop.Tests.Orders;

/// <summary>Whatever a client sends: a 4xx problem with a reason, and never a 500.</summary>
public class MalformedOrders(ShopFixture shop) : ShopTest(shop)
{
    private const string Line = """{"productId":1,"quantity":1}""";

    [Theory]
    [InlineData("", "body")]
    [InlineData("{", "body")]
    [InlineData("null", "body")]
    [InlineData("[]", "body")]
    [InlineData("\"text\"", "body")]
    [InlineData("{}", "lines")]
    [InlineData($$"""{"customerId":"","lines":[{{Line}}],"paymentMethod":"approve"}""", "customerId")]
    [InlineData($$"""{"customerId":"a\u0000b","lines":[{{Line}}],"paymentMethod":"approve"}""", "customerId")]
    [InlineData($$"""{"customerId":7,"lines":[{{Line}}],"paymentMethod":"approve"}""", "customerId")]
    [InlineData("""{"customerId":"c","lines":null,"paymentMethod":"approve"}""", "lines")]
    [InlineData("""{"customerId":"c","lines":[],"paymentMethod":"approve"}""", "lines")]
    [InlineData("""{"customerId":"c","lines":[null],"paymentMethod":"approve"}""", "lines[0]")]
    [InlineData("""{"customerId":"c","lines":[{"productId":1,"quantity":0}],"paymentMethod":"approve"}""", "lines[0].quantity")]
    [InlineData("""{"customerId":"c","lines":[{"productId":1,"quantity":-3}],"paymentMethod":"approve"}""", "lines[0].quantity")]
    [InlineData("""{"customerId":"c","lines":[{"productId":1,"quantity":2000000000}],"paymentMethod":"approve"}""", "lines[0].quantity")]
    [InlineData("""{"customerId":"c","lines":[{"productId":1,"quantity":99999999999999}],"paymentMethod":"approve"}""", "lines[0].quantity")]
    [InlineData("""{"customerId":"c","lines":[{"productId":1,"quantity":1.5}],"paymentMethod":"approve"}""", "lines[0].quantity")]
    [InlineData("""{"customerId":"c","lines":[{"productId":-1,"quantity":1}],"paymentMethod":"approve"}""", "lines[0].productId")]
    [InlineData($$"""{"customerId":"c","lines":[{{Line}},{{Line}}],"paymentMethod":"approve"}""", "lines[1].productId")]
    [InlineData("""{"customerId":"c","lines":[{"productId":1,"quantity":"2"}],"paymentMethod":"approve"}""", "lines[0].quantity")]
    [InlineData("""{"customerId":"c","lines":[{"productId":"1","quantity":2}],"paymentMethod":"approve"}""", "lines[0].productId")]
    [InlineData($$"""{"customerId":"c","lines":[{{Line}}]}""", "paymentMethod")]
    [InlineData($$"""{"customerId":"c","lines":[{{Line}}],"paymentMethod":""}""", "paymentMethod")]
    [InlineData($$"""{"customerId":"c","lines":[{{Line}}],"paymentMethod":"one-character-more-than-fifty-are-no-payment-method"}""", "paymentMethod")]
    [InlineData($$"""{"customerId":"c","lines":[{{Line}}],"paymentMethod":"approve","expectedTotal":-1}""", "expectedTotal")]
    [InlineData($$"""{"customerId":"c","lines":[{{Line}}],"paymentMethod":"approve","expectedTotal":1.001}""", "expectedTotal")]
    [InlineData($$"""{"customerId":"c","lines":[{{Line}}],"paymentMethod":"approve","expectedTotal":"1"}""", "expectedTotal")]
    public async Task A_malformed_order_is_refused_with_the_field_and_a_reason(string body, string field)
    {
        using var response = await PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await ProblemView.ReadAsync(response);
        Assert.Contains(field, problem.Fields);
        Assert.False(string.IsNullOrWhiteSpace(problem.Detail));
    }

    [Fact]
    public async Task An_order_of_ten_thousand_lines_is_refused()
    {
        var lines = string.Join(",", Enumerable.Range(1, 10_000).Select(id => $$"""{"productId":{{id}},"quantity":1}"""));

        using var response = await PostAsync($$"""{"customerId":"c","lines":[{{lines}}],"paymentMethod":"approve"}""");

        Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"Answered {response.StatusCode}.");
        Assert.NotEmpty((await ProblemView.ReadAsync(response)).Fields);
    }

    [Fact]
    public async Task Another_content_type_than_JSON_is_refused()
    {
        using var response = await PostAsync("customerId=c", "application/x-www-form-urlencoded");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        await ProblemView.ReadAsync(response);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("way-too-long")]
    public async Task An_order_without_a_usable_idempotency_key_is_refused(string? key)
    {
        if (key == "way-too-long") key = new string('k', 2_000);

        using var response = await PostAsync($$"""{"customerId":"c","lines":[{{Line}}],"paymentMethod":"approve"}""", key: key);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Idempotency-Key", (await ProblemView.ReadAsync(response)).Fields);
    }

    [Theory]
    [InlineData("/orders/00000000-0000-0000-0000-000000000000")]
    [InlineData("/orders/019ab000-0000-7000-8000-000000000000")]
    [InlineData("/orders/019ab000-0000-7000-8000-000000000000/events")]
    public async Task An_order_that_does_not_exist_is_not_found(string path)
    {
        using var response = await Shop.Orders.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        await ProblemView.ReadAsync(response);
    }

    [Theory]
    [InlineData("GET", "/orders/not-a-guid", "id")]
    [InlineData("GET", "/orders/not-a-guid/events", "id")]
    [InlineData("POST", "/orders/not-a-guid/cancel", "id")]
    [InlineData("POST", "/orders/not-a-guid/ship", "id")]
    [InlineData("POST", "/orders/not-a-guid/refund", "id")]
    [InlineData("POST", "/orders/not-a-guid/resume", "id")]
    [InlineData("DELETE", "/webhooks/not-a-guid", "id")]
    [InlineData("GET", "/webhooks/not-a-guid/deliveries", "id")]
    [InlineData("POST", "/webhooks/019ab000-0000-7000-8000-000000000000/deliveries/first/replay", "delivery")]
    public async Task An_id_that_is_none_is_refused_with_the_field_and_a_reason(string method, string path, string field)
    {
        using var request = new HttpRequestMessage(new(method), path);
        using var response = await Shop.Orders.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await ProblemView.ReadAsync(response);
        Assert.Contains(field, problem.Fields);
        Assert.False(string.IsNullOrWhiteSpace(problem.Detail));
    }

    [Theory]
    [InlineData("/orders?limit=0", "limit")]
    [InlineData("/orders?limit=-1", "limit")]
    [InlineData("/orders?limit=100000000", "limit")]
    [InlineData("/orders?limit=many", "limit")]
    [InlineData("/orders?after=here", "after")]
    [InlineData("/orders?status=Lost", "status")]
    [InlineData("/orders?until=yesterday", "until")]
    [InlineData("/orders?until=2026-02-30", "until")]
    public async Task A_listing_with_a_wrong_parameter_is_refused(string path, string field)
    {
        using var response = await Shop.Orders.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(field, (await ProblemView.ReadAsync(response)).Fields);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string contentType = "application/json", string? key = "a-key")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key == "a-key" ? Guid.CreateVersion7().ToString() : key);
        return await Shop.Orders.SendAsync(request);
    }
}
