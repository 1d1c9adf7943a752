using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Contract;

/// <summary>What every service does with requests that are odd in shape, whatever they ask for.</summary>
public sealed class RequestsOfAnyShape(ShopFixture shop) : ShopTest(shop)
{
    public static TheoryData<Part, string> Readable => new()
    {
        { Part.Products, "/products" }, { Part.Products, "/products/1" }, { Part.Products, "/products/1/sales" },
        { Part.Orders, "/orders" }, { Part.Orders, "/webhooks" },
        { Part.Payments, "/payments" }, { Part.Payments, "/health" }, { Part.Payments, "/openapi/v1.json" },
    };

    [Theory]
    [InlineData("application/json; charset=bogus")]
    [InlineData("application/json; charset=")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=\"utf-8")]
    public async Task A_body_in_another_encoding_than_UTF_8_is_an_unsupported_media_type(string contentType)
    {
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await Shop.Products.PostAsync("/products", body);

        Assert.Equal("/problems/unsupported-media-type", await TypeOfAsync(answer, HttpStatusCode.UnsupportedMediaType));
    }

    [Theory]
    [InlineData("PATCH", "/products", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/nowhere", HttpStatusCode.NotFound)]
    public async Task What_nobody_serves_is_told_so_however_odd_the_rest_of_the_request_is(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new(method), $"{path}?limit=1&limit=2") { Content = new ByteArrayContent("{"u8.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=bogus");
        using var answer = await Shop.Products.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_service_says_what_it_is_and_where_to_go_on()
    {
        foreach (var service in (HttpClient[])[Shop.Products, Shop.Orders, Shop.Payments])
        {
            var card = await service.GetFromJsonAsync<JsonElement>("/");
            Assert.StartsWith("Shop: ", card.GetProperty("name").GetString(), StringComparison.Ordinal);
            Assert.Equal(card.GetProperty("name").GetString(), (await service.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("info").GetProperty("title").GetString());
            foreach (var link in card.GetProperty("links").EnumerateObject())
            {
                using var there = await service.GetAsync(link.Value.GetString());
                Assert.True(there.IsSuccessStatusCode, $"{link.Name} leads to {there.StatusCode}.");
            }
        }
    }

    [Fact]
    public async Task A_last_page_that_is_full_names_no_next_one()
    {
        var customer = $"c-{Guid.NewGuid():N}";
        var product = await Shop.NewProductAsync(stock: 2);
        for (var i = 0; i < 2; i++) (await Shop.PlaceOrderAsync([new(product.Id, 1)], customerId: customer)).Dispose();

        using var page = await Shop.Orders.GetAsync($"/orders?customerId={customer}&limit=1");
        var next = Paging.Next(page);
        using var last = await Shop.Orders.GetAsync(next);
        Assert.Single((await last.Content.ReadFromJsonAsync<OrderView[]>())!);
        Assert.Null(Paging.Next(last));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    public async Task A_body_in_UTF_8_is_read_however_that_is_said(string contentType)
    {
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await Shop.Products.PostAsync("/products", body);

        Assert.Equal("/problems/invalid-request", await TypeOfAsync(answer, HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("GET", "/orders/none", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "/orders", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/orders", HttpStatusCode.UnsupportedMediaType)]
    public async Task An_error_is_a_problem_whatever_the_client_accepts(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new(method), path) { Headers = { { "Accept", "text/html" }, { "Idempotency-Key", "odd" } } };
        if (method == "POST") request.Content = new StringContent("{}", Encoding.UTF8, "text/plain");
        using var answer = await Shop.Orders.SendAsync(request);

        Assert.StartsWith("/problems/", await TypeOfAsync(answer, status), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task The_head_of_an_answer_can_be_had_wherever_the_answer_can(Part part, string path)
    {
        var service = part switch { Part.Products => Shop.Products, Part.Orders => Shop.Orders, _ => Shop.Payments };
        using var whole = await service.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await service.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (whole.StatusCode, head.StatusCode));
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(whole.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_head_of_a_stream_of_events_ends()
    {
        var product = await Shop.NewProductAsync(stock: 1);
        var order = await Shop.ConfirmedOrderAsync(product.Id);
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/orders/{order.Id}/events");
        using var head = await Shop.Orders.SendAsync(request);

        Assert.Equal(new MediaTypeHeaderValue("text/event-stream"), head.Content.Headers.ContentType);
        Assert.Equal(["no"], head.Headers.GetValues("X-Accel-Buffering"));
    }

    [Theory]
    [InlineData("""{"name":"a","name":"b","category":"c","price":1}""", "name")]
    [InlineData("""{"name":"a","category":"c","price":1,"prize":2}""", "prize")]
    public async Task A_member_that_is_there_twice_or_not_known_is_named(string body, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Shop.Products.PostAsync("/products", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(field, Assert.Single(problem.RootElement.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_parameter_that_is_there_twice_is_refused_and_not_joined()
    {
        using var answer = await Shop.Products.GetAsync("/products?search=pan&search=pot");

        Assert.Equal("/problems/invalid-request", await TypeOfAsync(answer, HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task An_event_that_is_not_signed_is_told_what_is_missing()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await Shop.Products.PostAsync("/order-events", content);

        Assert.Equal("/problems/unauthorized", await TypeOfAsync(answer, HttpStatusCode.Unauthorized));
        Assert.Single(answer.Headers.WwwAuthenticate);
    }

    private static async Task<string?> TypeOfAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.False(string.IsNullOrEmpty(problem.RootElement.GetProperty("title").GetString()));
        return problem.RootElement.GetProperty("type").GetString();
    }
}
