using System.Net;
using System.Text;
using Shop.Tests.Hosting;

namespace Shop.Tests.Payments;

/// <summary>Whatever a client sends, it learns what is wrong with it: the field and the reason, and never a 500.</summary>
public sealed class MalformedPayments(ShopFixture shop) : ShopTest(shop, Part.Payments)
{
    [Theory]
    [InlineData("", "body")]
    [InlineData("null", "body")]
    [InlineData("[1]", "body")]
    [InlineData("{\"currency\":\"EUR\",\"method\":\"approve\"}", "amount")]
    [InlineData("{\"amount\":0,\"currency\":\"EUR\",\"method\":\"approve\"}", "amount")]
    [InlineData("{\"amount\":-1,\"currency\":\"EUR\",\"method\":\"approve\"}", "amount")]
    [InlineData("{\"amount\":0.001,\"currency\":\"EUR\",\"method\":\"approve\"}", "amount")]
    [InlineData("{\"amount\":1e13,\"currency\":\"EUR\",\"method\":\"approve\"}", "amount")]
    [InlineData("{\"amount\":1e300,\"currency\":\"EUR\",\"method\":\"approve\"}", "amount")]
    [InlineData("{\"amount\":\"NaN\",\"currency\":\"EUR\",\"method\":\"approve\"}", "amount")]
    [InlineData("{\"amount\":\"1\",\"currency\":\"EUR\",\"method\":\"approve\"}", "amount")]
    [InlineData("{\"amount\":1,\"currency\":\"USD\",\"method\":\"approve\"}", "currency")]
    [InlineData("{\"amount\":1,\"currency\":\"euro\",\"method\":\"approve\"}", "currency")]
    [InlineData("{\"amount\":1,\"currency\":\"EU\\u0000\",\"method\":\"approve\"}", "currency")]
    [InlineData("{\"amount\":1,\"currency\":\"EUR\"}", "method")]
    [InlineData("{\"amount\":1,\"currency\":\"EUR\",\"method\":\"approve\\u0000\"}", "method")]
    public async Task An_authorization_names_the_field_that_is_wrong(string body, string field)
    {
        using var response = await SendAsync(HttpMethod.Put, $"/payments/{Guid.CreateVersion7()}", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([field], (await ProblemView.ReadAsync(response)).Fields);
    }

    [Theory]
    [InlineData("shells")]
    [InlineData("fail-0-then-approve")]
    [InlineData("fail-99999999999-then-approve")]
    public async Task A_method_that_the_gateway_does_not_know_is_told_from_a_request_that_makes_no_sense(string method)
    {
        using var response = await SendAsync(HttpMethod.Put, $"/payments/{Guid.CreateVersion7()}", $$"""{"amount":1,"currency":"EUR","method":"{{method}}"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("/problems/unknown-payment-method", (await ProblemView.ReadAsync(response)).Type);
    }

    [Theory]
    [InlineData("{\"amount\":0}", "amount")]
    [InlineData("{\"amount\":1.999}", "amount")]
    [InlineData("{\"amount\":\"all\"}", "amount")]
    [InlineData("{\"amount\":\"1\"}", "amount")]
    [InlineData("{\"refundId\":\"\"}", "refundId")]
    [InlineData("{\"refundId\":\"\\u0000\"}", "refundId")]
    [InlineData("{\"refundId\":7}", "refundId")]
    [InlineData("{\"amount\":1}", "refundId")]
    [InlineData("{\"amount\":1,\"refundId\":\"#rest-1\"}", "refundId")]
    [InlineData("{\"amount\":1,\"refundId\":\"two words\"}", "refundId")]
    [InlineData("{\"amount\":1,\"refundId\":\"*\"}", "refundId")]
    [InlineData("{", "body")]
    public async Task A_refund_names_the_field_that_is_wrong(string body, string field)
    {
        using var response = await SendAsync(HttpMethod.Post, $"/payments/{Guid.CreateVersion7()}/refund", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([field], (await ProblemView.ReadAsync(response)).Fields);
    }

    [Theory]
    [InlineData("/payments?limit=-1", "limit")]
    [InlineData("/payments?after=yesterday", "after")]
    [InlineData("/payments?orderId=7", "orderId")]
    [InlineData("/payments?status=paid", "status")]
    [InlineData("/payments/not-a-guid", "orderId")]
    public async Task An_address_names_the_part_that_is_wrong(string address, string field)
    {
        using var response = await Shop.Payments.GetAsync(address);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([field], (await ProblemView.ReadAsync(response)).Fields);
    }

    [Fact]
    public async Task Another_media_type_is_refused()
    {
        using var response = await SendAsync(HttpMethod.Put, $"/payments/{Guid.CreateVersion7()}", "<amount>1</amount>", "text/xml");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal(["Content-Type"], (await ProblemView.ReadAsync(response)).Fields);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string body, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(method, address) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        return await Shop.Payments.SendAsync(request);
    }
}
