using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Monolith;
using Shop.ServiceDefaults;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>The monolith does not hear that its order was committed.</summary>
public sealed class AnswersLostInOneProcess(ShopFixture shop) : ShopTest(shop)
{
    [Theory]
    [InlineData("one-transaction", "COMMIT")]
    [InlineData("steps", null)]
    public async Task An_order_whose_commit_was_not_heard_of_is_confirmed_and_is_one_order(string checkout, string? commit)
    {
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        await using var wire = new PostgresWire(database.ConnectionString);
        await using var app = await StartAsync(wire, checkout);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(app.Urls.Single()) };
        await Eventually.BecomesAsync("the modules to be healthy", async () => await (await client.GetAsync("/health")).Content.ReadAsStringAsync(), health => health == "Healthy");
        var product = await NewProductAsync(client, stock: 5);
        var key = Guid.NewGuid().ToString();
        wire.LoseAnswerAfter(commit is null ? [key] : [key, commit]);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Headers = { { "Idempotency-Key", key } },
            Content = JsonContent.Create(new { customerId = "lost", lines = (OrderLine[])[new(product, 2)], paymentMethod = "approve" }),
        };
        using var response = await client.SendAsync(request);

        Assert.Equal(1, wire.Lost);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var order = Assert.Single((await client.GetFromJsonAsync<OrderView[]>("/orders"))!);
        Assert.Equal("Confirmed", order.Status);
        Assert.Equal(3, (await client.GetFromJsonAsync<ProductView>($"/products/{product}"))!.Available);
        Assert.Equal("Authorized", (await client.GetFromJsonAsync<PaymentView>($"/payments/{order.Id}"))!.Status);
    }

    private static async Task<int> NewProductAsync(HttpClient client, int stock)
    {
        using var created = await client.PostAsJsonAsync("/products", new { name = "Test product", description = "Made by a test.", category = "Tests", price = 10m, currency = "EUR" });
        var product = (await created.Content.ReadFromJsonAsync<ProductView>())!;
        using var stocked = await client.PostAsJsonAsync($"/products/{product.Id}/stock", new { delta = stock, reason = "delivery" });
        Assert.Equal(HttpStatusCode.OK, stocked.StatusCode);
        return product.Id;
    }

    private static async Task<WebApplication> StartAsync(PostgresWire wire, string checkout)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["ConnectionStrings:shopdb"] = wire.ConnectionString;
        builder.Configuration["Checkout"] = checkout;
        var modules = ModuleChoice.Read(builder.Configuration);
        builder.AddServiceDefaults();
        builder.AddModules(modules);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapModules(modules);
        await app.StartAsync();
        return app;
    }
}
