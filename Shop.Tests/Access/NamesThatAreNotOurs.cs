using System.Net;
using Shop.Tests.Hosting;

namespace Shop.Tests.Access;

/// <summary>A page elsewhere that lets its own name lead to this machine (DNS rebinding) is answered by nothing of the shop.</summary>
public sealed class NamesThatAreNotOurs(ShopFixture shop) : ShopTest(shop)
{
    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("rebound.example.org", HttpStatusCode.BadRequest)]
    public async Task A_service_answers_to_its_own_names_only(string name, HttpStatusCode status)
    {
        foreach (var service in (HttpClient[])[Shop.Products, Shop.Orders, Shop.Payments])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/alive") { Headers = { Host = $"{name}:{service.BaseAddress!.Port}" } };
            using var answer = await service.SendAsync(request);
            Assert.Equal(status, answer.StatusCode);
        }
    }
}
