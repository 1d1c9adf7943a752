using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Payments;

/// <summary>Having money held: once for each order, whatever is repeated.</summary>
public sealed class AuthorizingAPayment(ShopFixture shop) : ShopTest(shop, Part.Payments)
{
    [Fact]
    public async Task Repeating_an_authorization_answers_the_same_and_holds_the_money_once()
    {
        var orderId = Guid.CreateVersion7();

        using var first = await Shop.AuthorizeAsync(orderId, 12.5m);
        using var second = await Shop.AuthorizeAsync(orderId, 12.50m);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        var entry = Assert.Single((await Shop.MoneyOfAsync(orderId)).Entries!);
        Assert.Equal(("authorize", "customer", "authorized", 12.50m), (entry.Kind, entry.Debit, entry.Credit, entry.Amount));
        Assert.Equal(1, await Shop.DoneByGatewayAsync(orderId, "authorize"));
    }

    [Fact]
    public async Task The_same_authorization_from_many_clients_at_once_holds_the_money_once()
    {
        var orderId = Guid.CreateVersion7();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            using var response = await Shop.AuthorizeAsync(orderId, 5m);
            return response.StatusCode;
        }));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Single((await Shop.MoneyOfAsync(orderId)).Entries!);
        Assert.Equal(1, await Shop.DoneByGatewayAsync(orderId, "authorize"));
    }

    [Theory]
    [InlineData(13.0, "approve")]
    [InlineData(12.5, "decline")]
    public async Task Another_amount_or_method_for_the_same_order_is_refused(double amount, string method)
    {
        var orderId = await Shop.AuthorizedAsync(12.5m);
        using var response = await Shop.AuthorizeAsync(orderId, (decimal)amount, method);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("/problems/payment-conflict", (await ProblemView.ReadAsync(response)).Type);
    }

    [Theory]
    [InlineData("decline", "declined")]
    [InlineData("insufficient-funds", "insufficient-funds")]
    public async Task A_declined_payment_says_why_each_time_and_moves_no_money(string method, string reason)
    {
        var orderId = Guid.CreateVersion7();
        for (var i = 0; i < 2; i++)
        {
            using var response = await Shop.AuthorizeAsync(orderId, 5m, method);
            Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
            var problem = await ProblemView.ReadAsync(response);
            Assert.Equal(("/problems/payment-declined", reason), (problem.Type, problem.Document.GetProperty("reason").GetString()));
        }

        var money = await Shop.MoneyOfAsync(orderId);
        Assert.Equal("Declined", money.Status);
        Assert.Empty(money.Entries!);
    }

    [Fact]
    public async Task Payments_are_listed_once_each_in_pages_and_by_status()
    {
        var orders = new List<Guid>();
        for (var i = 0; i < 5; i++) orders.Add(await Shop.CapturedAsync(1m + i));
        var first = await Shop.MoneyOfAsync(orders[0]);

        // From just before the first of them; other tests may add payments in between.
        var seen = new List<MoneyView>();
        var before = new Guid(first.Id.ToByteArray(true).Select((b, i) => i == 15 ? (byte)0 : b).ToArray(), true);
        for (var next = $"/payments?limit=2&status=captured&after={before}"; next is not null;)
        {
            using var page = await Shop.Payments.GetAsync(next);
            seen.AddRange((await page.Content.ReadFromJsonAsync<MoneyView[]>())!);
            next = Paging.Next(page);
        }

        Assert.All(seen, payment => Assert.Equal("Captured", payment.Status));
        Assert.Equal(seen.Select(payment => payment.Id).Distinct(), seen.Select(payment => payment.Id));
        Assert.Equal(orders, seen.Select(payment => payment.OrderId).Where(orders.Contains));
        Assert.Single((await Shop.Payments.GetFromJsonAsync<MoneyView[]>($"/payments?orderId={orders[3]}"))!);
    }
}
