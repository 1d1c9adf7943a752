using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Orders;

/// <summary>The way of an order through all three services, and the ways in which it ends early.</summary>
public class PlacingAnOrder(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task A_paid_order_is_confirmed_with_its_stock_reserved_and_its_payment_authorized()
    {
        var product = await Shop.NewProductAsync(stock: 10, price: 12.50m);

        using var response = await Shop.PlaceOrderAsync([new(product.Id, 3)]);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var order = (await response.Content.ReadFromJsonAsync<OrderView>())!;
        Assert.Equal("Confirmed", order.Status);
        Assert.Equal(37.50m, order.Total);
        Assert.Equal("EUR", order.Currency);
        Assert.EndsWith($"/orders/{order.Id}", response.Headers.Location?.ToString());
        Assert.Equal(7, await Shop.AvailableAsync(product.Id));
        var payment = await Shop.PaymentOfAsync(order.Id);
        Assert.Equal("Authorized", payment?.Status);
        Assert.Equal(37.50m, payment?.Amount);
    }

    [Fact]
    public async Task A_placed_order_can_be_read_with_its_lines_and_the_history_of_its_states()
    {
        var product = await Shop.NewProductAsync(stock: 5, price: 2m);
        var order = await Shop.ConfirmedOrderAsync(product.Id, 2);

        var read = await Shop.Orders.GetFromJsonAsync<JsonElement>($"/orders/{order.Id}");

        var line = Assert.Single(read.GetProperty("lines").EnumerateArray().ToArray());
        Assert.Equal(product.Id, line.GetProperty("productId").GetInt32());
        Assert.Equal(2, line.GetProperty("quantity").GetInt32());
        Assert.Equal(2m, line.GetProperty("unitPrice").GetDecimal());
        string[] expected = ["Pending", "Confirmed"];
        Assert.Equal(expected, read.GetProperty("history").EnumerateArray().Select(entry => entry.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("decline", "declined")]
    [InlineData("insufficient-funds", "insufficient-funds")]
    public async Task A_declined_card_rejects_the_order_and_releases_the_stock(string method, string reason)
    {
        var product = await Shop.NewProductAsync(stock: 4);

        using var response = await Shop.PlaceOrderAsync([new(product.Id, 4)], method);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        var problem = await ProblemView.ReadAsync(response);
        Assert.Equal("/problems/payment-declined", problem.Type);
        Assert.Contains(reason, problem.Document.GetRawText(), StringComparison.Ordinal);
        await Eventually.BecomesAsync("the stock to be free again", () => Shop.AvailableAsync(product.Id), available => available == 4);
    }

    [Fact]
    public async Task A_payment_method_that_nobody_knows_rejects_the_order_and_releases_the_stock()
    {
        var product = await Shop.NewProductAsync(stock: 3);

        using var response = await Shop.PlaceOrderAsync([new(product.Id, 2)], "no-such-method");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("/problems/unknown-payment-method", (await ProblemView.ReadAsync(response)).Type);
        await Eventually.BecomesAsync("the stock to be free again", () => Shop.AvailableAsync(product.Id), available => available == 3);
    }

    [Fact]
    public async Task An_order_beyond_the_stock_changes_nothing_anywhere()
    {
        var plenty = await Shop.NewProductAsync(stock: 50);
        var scarce = await Shop.NewProductAsync(stock: 2);

        using var response = await Shop.PlaceOrderAsync([new(plenty.Id, 1), new(scarce.Id, 3)]);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var problem = await ProblemView.ReadAsync(response);
        Assert.Equal("/problems/insufficient-stock", problem.Type);
        var missing = Assert.Single(problem.Document.GetProperty("products").EnumerateArray().ToArray());
        Assert.Equal(scarce.Id, missing.GetProperty("productId").GetInt32());
        Assert.Equal(50, await Shop.AvailableAsync(plenty.Id));
        Assert.Equal(2, await Shop.AvailableAsync(scarce.Id));
        var orderId = problem.Document.GetProperty("orderId").GetGuid();
        var payment = await Shop.PaymentOfAsync(orderId);
        Assert.True(payment is null or { Status: "Voided" }, $"The payment is {payment?.Status}.");
    }

    [Fact]
    public async Task An_unknown_product_is_named_in_the_refusal()
    {
        using var response = await Shop.PlaceOrderAsync([new(2_000_000_000, 1)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var problem = await ProblemView.ReadAsync(response);
        Assert.Equal("/problems/unknown-product", problem.Type);
        Assert.Contains("2000000000", problem.Document.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_key_and_body_are_answered_with_the_same_order()
    {
        var product = await Shop.NewProductAsync(stock: 10);
        var key = Guid.CreateVersion7().ToString();

        using var first = await Shop.PlaceOrderAsync([new(product.Id, 1)], key: key);
        using var second = await Shop.PlaceOrderAsync([new(product.Id, 1)], key: key);

        Assert.Equal(first.StatusCode, second.StatusCode);
        Assert.Equal(
            (await first.Content.ReadFromJsonAsync<OrderView>())!.Id,
            (await second.Content.ReadFromJsonAsync<OrderView>())!.Id);
        Assert.Equal(9, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var product = await Shop.NewProductAsync(stock: 10);
        var key = Guid.CreateVersion7().ToString();

        using var first = await Shop.PlaceOrderAsync([new(product.Id, 1)], key: key);
        using var second = await Shop.PlaceOrderAsync([new(product.Id, 2)], key: key);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.Equal("/problems/idempotency-key-reused", (await ProblemView.ReadAsync(second)).Type);
        Assert.Equal(9, await Shop.AvailableAsync(product.Id));
    }

    [Fact]
    public async Task Orders_are_listed_page_by_page_without_gaps_or_repeats()
    {
        var product = await Shop.NewProductAsync(stock: 10);
        var customer = $"customer-{Guid.CreateVersion7()}";
        var placed = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            using var response = await Shop.PlaceOrderAsync([new(product.Id, 1)], customerId: customer);
            placed.Add((await response.Content.ReadFromJsonAsync<OrderView>())!.Id);
        }

        var seen = new List<Guid>();
        for (var next = $"/orders?customerId={customer}&limit=2"; next is not null;)
        {
            using var page = await Shop.Orders.GetAsync(next);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            seen.AddRange((await page.Content.ReadFromJsonAsync<OrderView[]>())!.Select(order => order.Id));
            next = Paging.Next(page);
        }

        Assert.Equal(placed.Order(), seen.Order());
    }

    [Fact]
    public async Task A_list_can_end_with_a_day()
    {
        var product = await Shop.NewProductAsync(stock: 2);
        var customer = $"customer-{Guid.CreateVersion7()}";
        using var response = await Shop.PlaceOrderAsync([new(product.Id, 1)], customerId: customer);
        var order = (await response.Content.ReadFromJsonAsync<OrderView>())!;
        var day = DateOnly.FromDateTime(order.OrderDate.UtcDateTime);

        foreach (var (until, after, count) in ((string, Guid?, int)[])
            [($"{day:O}", null, 1), ($"{day.AddDays(-1):O}", null, 0), ($"{day:O}", order.Id, 0), ("9999-12-31", null, 1), ("9999-12-30", null, 1), ("0001-01-01", null, 0)])
        {
            var listed = await Shop.Orders.GetFromJsonAsync<OrderView[]>($"/orders?customerId={customer}&until={until}&after={after ?? Guid.AllBitsSet}");
            Assert.True(count == listed!.Length, $"until {until} after {after}: {listed.Length}");
        }
    }
}
