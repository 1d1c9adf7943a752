using System.Net;
using Shop.Tests.Hosting;

namespace Shop.Tests.Payments;

/// <summary>A gateway that does not answer, or did what it was asked for and did not say so.</summary>
public sealed class UncertainGateway(ShopFixture shop) : ShopTest(shop, Part.Payments)
{
    [Theory]
    [InlineData("approve-but-lose-answer")]
    [InlineData("timeout-then-approve")]
    [InlineData("fail-2-then-approve")]
    public async Task A_lost_answer_never_charges_twice(string method)
    {
        var orderId = await Shop.CapturedAsync(11m, method);
        using var refund = await Shop.RefundAsync(orderId);

        Assert.Equal(HttpStatusCode.OK, refund.StatusCode);
        foreach (var kind in (string[])["authorize", "capture", "refund"]) Assert.Equal(1, await Shop.DoneByGatewayAsync(orderId, kind));
        Assert.Equal(["authorize", "capture", "refund"], (await Shop.MoneyOfAsync(orderId)).Entries!.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task A_gateway_that_stays_silent_is_503_and_the_next_request_goes_on_from_there()
    {
        var orderId = Guid.CreateVersion7();

        using var first = await Shop.AuthorizeAsync(orderId, 11m, "fail-4-then-approve");
        using var second = await Shop.AuthorizeAsync(orderId, 11m, "fail-4-then-approve");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        Assert.Equal("/problems/gateway-unavailable", (await ProblemView.ReadAsync(first)).Type);
        Assert.NotNull(first.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(1, await Shop.DoneByGatewayAsync(orderId, "authorize"));
    }

    [Fact]
    public async Task Another_amount_while_the_first_is_in_doubt_is_refused()
    {
        var orderId = Guid.CreateVersion7();
        using var first = await Shop.AuthorizeAsync(orderId, 11m, "fail-9-then-approve");
        using var second = await Shop.AuthorizeAsync(orderId, 12m, "fail-9-then-approve");
        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.Conflict], [first.StatusCode, second.StatusCode]);
        Assert.Equal("/problems/payment-conflict", (await ProblemView.ReadAsync(second)).Type);
    }

    [Fact]
    public async Task An_order_in_doubt_can_be_voided_for_good()
    {
        var orderId = Guid.CreateVersion7();
        using var doubtful = await Shop.AuthorizeAsync(orderId, 11m, "fail-4-then-approve");
        using var voided = await Shop.VoidAsync(orderId);
        using var late = await Shop.AuthorizeAsync(orderId, 11m, "fail-4-then-approve");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], [voided.StatusCode, late.StatusCode]);
        Assert.Equal(0, await Shop.DoneByGatewayAsync(orderId, "authorize"));
    }
}
