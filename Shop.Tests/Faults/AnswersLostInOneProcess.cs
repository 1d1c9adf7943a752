using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>The monolith does not hear that its order was committed.</summary>
[Collection(nameof(ShapesOnWire))]
public sealed class AnswersLostInOneProcess(ShopFixture shop, ShapesOnWire shapes) : ShopTest(shop)
{
    [Theory]
    [InlineData(ShapesOnWire.OneTransaction, "COMMIT")]
    [InlineData(ShapesOnWire.Steps, null)]
    public async Task An_order_whose_commit_was_not_heard_of_is_confirmed_and_is_one_order(string checkout, string? commit)
    {
        var running = await shapes.StartAsync(Shop, checkout);
        var product = await running.NewProductAsync(stock: 5);
        var key = Guid.NewGuid().ToString();
        var lost = running.Wire.Lost;
        running.Wire.LoseAnswerAfter(commit is null ? [key] : [key, commit]);

        using var response = await running.PlaceAsync(product, key, quantity: 2);

        Assert.Equal(lost + 1, running.Wire.Lost);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var order = (await response.Content.ReadFromJsonAsync<OrderView>())!;
        Assert.Equal("Confirmed", order.Status);
        Assert.Equal(3, await running.AvailableAsync(product));
        Assert.Equal("Authorized", (await running.Payments.GetFromJsonAsync<PaymentView>($"/payments/{order.Id}"))!.Status);
    }
}
