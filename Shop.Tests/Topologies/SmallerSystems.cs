using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Topologies;

/// <summary>Two services: an order is taken although nobody can charge it yet, and says so.</summary>
public sealed class TwoServices(TwoServicesFixture shop) : ShopTest(shop), IClassFixture<TwoServicesFixture>
{
    [Fact]
    public async Task An_order_without_a_payment_service_is_accepted_and_holds_its_goods()
    {
        var product = await Shop.NewProductAsync(stock: 5);

        using var response = await Shop.PlaceOrderAsync([new(product.Id, 2)]);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var document = await response.Content.ReadFromJsonAsync<JsonElement>();
        var order = document.Deserialize<OrderView>(JsonSerializerOptions.Web)!;
        Assert.EndsWith($"/orders/{order.Id}", response.Headers.Location?.ToString());
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        Assert.Equal("Payments", document.GetProperty("waitsFor").GetString());
        Assert.Equal("Pending", order.Status);
        Assert.Equal(3, await Shop.AvailableAsync(product.Id));
        Assert.Equal(order.Id, Assert.Single((await Shop.Orders.GetFromJsonAsync<OrderView[]>("/orders?status=Pending"))!).Id);
    }

    [Fact]
    public async Task Nobody_serves_payments()
    {
        using var payments = await Shop.Payments.GetAsync("/payments");
        Assert.Equal(HttpStatusCode.NotFound, payments.StatusCode);
    }
}

/// <summary>The smallest monolith serves its products, and nothing that it does not have.</summary>
public sealed class CatalogueAlone(CatalogueFixture shop) : ShopTest(shop), IClassFixture<CatalogueFixture>
{
    [Fact]
    public async Task Products_can_be_browsed()
    {
        var product = await Shop.NewProductAsync(stock: 1);
        Assert.Equal(1, await Shop.AvailableAsync(product.Id));
        Assert.NotEmpty((await Shop.Products.GetFromJsonAsync<ProductView[]>("/products?limit=5"))!);
    }

    [Theory]
    [InlineData("/orders")]
    [InlineData("/payments")]
    public async Task What_it_does_not_have_is_not_found(string path)
    {
        using var response = await Shop.Orders.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
