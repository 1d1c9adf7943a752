using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Payments;

/// <summary>Captured money goes back, never more than was captured.</summary>
public sealed class RefundingMoney(ShopFixture shop) : ShopTest(shop, Part.Payments)
{
    [Fact]
    public async Task A_refund_without_an_amount_gives_back_all_that_is_left_and_repeating_it_nothing_more()
    {
        var orderId = await Shop.CapturedAsync(30m);
        using var part = await Shop.RefundAsync(orderId, "part", 12m);
        Assert.Equal(("PartiallyRefunded", 12m), await StateAsync(part));

        using var rest = await Shop.RefundAsync(orderId);
        using var again = await Shop.RefundAsync(orderId);

        Assert.Equal(("Refunded", 30m), await StateAsync(rest));
        Assert.Equal(("Refunded", 30m), await StateAsync(again));
        Assert.Equal([12m, 18m], (await Shop.MoneyOfAsync(orderId)).Entries!.Where(entry => entry.Kind == "refund").Select(entry => entry.Amount));
    }

    [Fact]
    public async Task A_refund_needs_no_body()
    {
        var orderId = await Shop.CapturedAsync(30m);
        using var response = await Shop.Payments.PostAsync($"/payments/{orderId}/refund", null);
        Assert.Equal(("Refunded", 30m), await StateAsync(response));
    }

    [Fact]
    public async Task The_same_refund_with_another_amount_is_refused()
    {
        var orderId = await Shop.CapturedAsync(30m);
        using var first = await Shop.RefundAsync(orderId, "a", 10m);
        using var second = await Shop.RefundAsync(orderId, "a", 11m);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("/problems/refund-conflict", (await ProblemView.ReadAsync(second)).Type);
        Assert.Equal(10m, (await Shop.MoneyOfAsync(orderId)).Refunded);
    }

    [Fact]
    public async Task A_name_that_stands_for_a_part_does_not_stand_for_all_that_is_left()
    {
        var orderId = await Shop.CapturedAsync(30m);
        using var part = await Shop.RefundAsync(orderId, "a", 10m);
        using var rest = await Shop.RefundAsync(orderId, "a");

        Assert.Equal(HttpStatusCode.Conflict, rest.StatusCode);
        Assert.Equal("/problems/refund-conflict", (await ProblemView.ReadAsync(rest)).Type);
    }

    [Theory]
    [InlineData("cancellation")]
    [InlineData("refund")]
    [InlineData("rest-1")]
    public async Task Everything_is_back_is_said_only_when_nothing_is_owed_whatever_name_a_part_had(string name)
    {
        var orderId = await Shop.CapturedAsync(18.70m);
        using var part = await Shop.RefundAsync(orderId, name, 0.01m);

        using var rest = await Shop.RefundAsync(orderId);

        Assert.Equal(("Refunded", 18.70m), await StateAsync(rest));
        Assert.Equal([0.01m, 18.69m], (await Shop.MoneyOfAsync(orderId)).Entries!.Where(entry => entry.Kind == "refund").Select(entry => entry.Amount));
    }

    [Fact]
    public async Task More_than_is_left_is_refused_with_what_is_left()
    {
        var orderId = await Shop.CapturedAsync(30m);
        using var first = await Shop.RefundAsync(orderId, "a", 25m);
        using var second = await Shop.RefundAsync(orderId, "b", 5.01m);

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        var problem = await ProblemView.ReadAsync(second);
        Assert.Equal("/problems/refund-exceeds-capture", problem.Type);
        Assert.Equal(5m, problem.Document.GetProperty("remaining").GetDecimal());
    }

    [Fact]
    public async Task Racing_refunds_give_back_no_more_than_was_captured()
    {
        var orderId = await Shop.CapturedAsync(10m);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            using var response = await Shop.RefundAsync(orderId, $"refund-{i}", 1m);
            return response.StatusCode;
        }));

        Assert.Equal(10, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(22, statuses.Count(status => status == HttpStatusCode.Conflict));
        var money = await Shop.MoneyOfAsync(orderId);
        Assert.Equal(("Refunded", 10m), (money.Status, money.Refunded));
        Assert.Equal(10, await Shop.DoneByGatewayAsync(orderId, "refund"));
    }

    [Fact]
    public async Task The_same_refund_from_many_clients_at_once_is_given_once()
    {
        var orderId = await Shop.CapturedAsync(10m);

        var states = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            using var response = await Shop.RefundAsync(orderId, "once", 4m);
            return await StateAsync(response);
        }));

        Assert.All(states, state => Assert.Equal(("PartiallyRefunded", 4m), state));
        Assert.Equal(1, await Shop.DoneByGatewayAsync(orderId, "refund"));
    }

    [Fact]
    public async Task Money_that_is_only_held_cannot_be_given_back()
    {
        var orderId = await Shop.AuthorizedAsync(10m);
        using var response = await Shop.RefundAsync(orderId);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("/problems/payment-not-captured", (await ProblemView.ReadAsync(response)).Type);
    }

    private static async Task<(string Status, decimal Refunded)> StateAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var money = (await response.Content.ReadFromJsonAsync<MoneyView>())!;
        return (money.Status, money.Refunded);
    }
}
