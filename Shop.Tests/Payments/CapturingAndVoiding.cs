using System.Net;
using Shop.Tests.Hosting;

namespace Shop.Tests.Payments;

/// <summary>Held money is taken or let go: one of the two, once.</summary>
public sealed class CapturingAndVoiding(ShopFixture shop) : ShopTest(shop, Part.Payments)
{
    [Fact]
    public async Task Capturing_twice_takes_the_money_once_and_it_can_no_longer_be_voided()
    {
        var orderId = await Shop.CapturedAsync(20m);

        using var again = await Shop.CaptureAsync(orderId);
        using var voided = await Shop.VoidAsync(orderId);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], [again.StatusCode, voided.StatusCode]);
        Assert.Equal("/problems/payment-closed", (await ProblemView.ReadAsync(voided)).Type);
        var money = await Shop.MoneyOfAsync(orderId);
        Assert.Equal(("Captured", 20m), (money.Status, money.Captured));
        Assert.Equal(["authorize", "capture"], money.Entries!.Select(entry => entry.Kind));
        Assert.Equal(1, await Shop.DoneByGatewayAsync(orderId, "capture"));
    }

    [Fact]
    public async Task Voiding_twice_lets_the_money_go_once_and_it_can_no_longer_be_captured_or_authorized()
    {
        var orderId = await Shop.AuthorizedAsync(20m);

        using var first = await Shop.VoidAsync(orderId);
        using var second = await Shop.VoidAsync(orderId);
        using var capture = await Shop.CaptureAsync(orderId);
        using var authorize = await Shop.AuthorizeAsync(orderId, 20m);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Conflict],
            [first.StatusCode, second.StatusCode, capture.StatusCode, authorize.StatusCode]);
        Assert.Equal("/problems/payment-closed", (await ProblemView.ReadAsync(authorize)).Type);
        Assert.Equal(["authorize", "void"], (await Shop.MoneyOfAsync(orderId)).Entries!.Select(entry => entry.Kind));
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("timeout-then-approve")]
    public async Task An_authorization_that_arrives_after_its_void_holds_nothing(string method)
    {
        var orderId = Guid.CreateVersion7();

        using var voided = await Shop.VoidAsync(orderId);
        using var late = await Shop.AuthorizeAsync(orderId, 20m, method);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], [voided.StatusCode, late.StatusCode]);
        Assert.Equal("/problems/payment-closed", (await ProblemView.ReadAsync(late)).Type);
        var money = await Shop.MoneyOfAsync(orderId);
        Assert.Equal("Voided", money.Status);
        Assert.Empty(money.Entries!);
        Assert.Equal(0, await Shop.DoneByGatewayAsync(orderId, "authorize"));
    }

    [Fact]
    public async Task Authorize_against_void_never_leaves_money_held()
    {
        foreach (var method in (string[])["approve", "approve-but-lose-answer", "fail-2-then-approve"])
        {
            var orders = Enumerable.Range(0, 8).Select(_ => Guid.CreateVersion7()).ToArray();
            await Task.WhenAll(orders.Select(async orderId =>
            {
                var (authorize, voiding) = (Shop.AuthorizeAsync(orderId, 3m, method), Shop.VoidAsync(orderId));
                using var authorized = await authorize;
                using var voided = await voiding;
                Assert.Contains(authorized.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict });
                Assert.Equal(HttpStatusCode.OK, voided.StatusCode);
            }));

            var held = await Shop.ScalarAsync<decimal>(
                "paymentdb",
                "SELECT coalesce(sum(CASE WHEN credit_account = 'authorized' THEN amount ELSE 0 END) "
                + "- sum(CASE WHEN debit_account = 'authorized' THEN amount ELSE 0 END), 0) FROM payment.ledger_entries WHERE order_id = ANY ($1)",
                orders);
            var heldByGateway = await Shop.ScalarAsync<long>(
                "paymentdb",
                "SELECT count(*) FROM gateway.operations a WHERE a.order_id = ANY ($1) AND a.kind = 'authorize' AND a.outcome = 'approved' "
                + "AND NOT EXISTS (SELECT 1 FROM gateway.operations v WHERE v.order_id = a.order_id AND v.kind = 'void' AND v.outcome = 'approved')",
                orders);
            Assert.Equal((0m, 0L), (held, heldByGateway));
        }
    }

    [Fact]
    public async Task Capture_against_void_has_one_winner_and_the_ledger_agrees_with_it()
    {
        for (var i = 0; i < 8; i++)
        {
            var orderId = await Shop.AuthorizedAsync(9m);
            var (capture, voiding) = (Shop.CaptureAsync(orderId), Shop.VoidAsync(orderId));
            using var captured = await capture;
            using var voided = await voiding;

            Assert.Equal(
                [HttpStatusCode.OK, HttpStatusCode.Conflict], new[] { captured.StatusCode, voided.StatusCode }.Order());
            var money = await Shop.MoneyOfAsync(orderId);
            Assert.Equal(captured.StatusCode == HttpStatusCode.OK ? "Captured" : "Voided", money.Status);
            Assert.Equal(2, money.Entries!.Count);
        }
    }

    [Fact]
    public async Task A_declined_payment_cannot_be_captured_and_has_nothing_to_void()
    {
        var orderId = Guid.CreateVersion7();
        using var declined = await Shop.AuthorizeAsync(orderId, 5m, "decline");
        using var capture = await Shop.CaptureAsync(orderId);
        using var voided = await Shop.VoidAsync(orderId);

        Assert.Equal([HttpStatusCode.Conflict, HttpStatusCode.OK], [capture.StatusCode, voided.StatusCode]);
        Assert.Equal("Declined", (await Shop.MoneyOfAsync(orderId)).Status);
    }

    [Fact]
    public async Task Capturing_what_was_never_authorized_is_not_found()
    {
        using var response = await Shop.CaptureAsync(Guid.CreateVersion7());
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        await ProblemView.ReadAsync(response);
    }

    [Fact]
    public async Task More_captures_at_once_than_there_are_connections_do_not_wait_for_each_other()
    {
        const int captures = 80;
        var orders = await Task.WhenAll(Enumerable.Range(0, captures).Select(_ => Shop.AuthorizedAsync(3m)));

        var statuses = await Task.WhenAll(orders.Select(async order =>
        {
            using var response = await Shop.CaptureAsync(order);
            return response.StatusCode;
        }));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
    }
}
