using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Checkout;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults;
using Shop.ServiceDefaults.Access;

namespace Shop.OrderApi.Fulfilment;

/// <summary>
/// What staff and customers do with an order after it was placed. Each request first writes down what it wants, on the version
/// that it was decided on: of two that exclude each other only one gets that far. Then the order's driver does it, here or,
/// after a crash or during an outage, in a worker.
/// </summary>
internal sealed class FulfilmentHandler(
    IDbContextFactory<OrderContext> contexts, OrderStore store, OrderDriver driver, OrderAwaiter awaiter, IOptions<OrderOptions> options,
    TimeProvider time)
{
    /// <summary>How often another write of the same order may come first before the client is told to try again.</summary>
    private const int MaxTries = 10;

    public Task<FulfilmentResult> CancelAsync(Guid orderId, ClaimsPrincipal caller, CancellationToken cancellationToken) => RequestAsync(
        orderId,
        caller,
        order => order.Status == OrderStatus.Cancelled || order.Goal == OrderGoal.Cancel,
        order => order.State.Cancel() is { } state ? order.In(state) with { Refusal = Refusal.CalledOff, Attempts = 0 } : null,
        order => order.Status == OrderStatus.Cancelled,
        cancellationToken);

    public Task<FulfilmentResult> ShipAsync(Guid orderId, ClaimsPrincipal caller, CancellationToken cancellationToken) => RequestAsync(
        orderId,
        caller,
        order => order.Status == OrderStatus.Shipped || order.Goal == OrderGoal.Ship,
        order => order.State.Ship() is { } state ? order.In(state) with { Attempts = 0 } : null,
        order => order.Status == OrderStatus.Shipped,
        cancellationToken);

    /// <summary>
    /// Gives money back. A name stands for one refund and its amount, whatever came of it; asking for all that is left without a name
    /// is a new refund each time, unless one is under way or nothing is left.
    /// </summary>
    public async Task<FulfilmentResult> RefundAsync(Guid orderId, RefundRequest request, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        var isNamed = request.RefundId is not null;
        var refundId = request.RefundId ?? $"{OrderRefund.UnnamedPrefix}{Guid.CreateVersion7():N}";
        var result = await RequestAsync(
            orderId,
            caller,
            order => Find(order) is { } existing ? existing.IsOf(request.Amount) : !isNamed && IsRestUnderWay(order),
            order => Find(order) is null && order.State.Refund() is { } state && (request.Amount ?? order.Refundable) is > 0 and var amount
                && amount <= order.Refundable
                    ? order.In(state) with
                    {
                        Refunds =
                        [
                            .. order.Refunds,
                            new(refundId, amount.ToCents(), RefundStatus.Pending, time.GetStoredNow(), OfRest: request.Amount is null ? true : null, By: caller.GetSubject()),
                        ],
                        Attempts = 0,
                    }
                    : null,
            order => Find(order) is { } existing
                ? existing.Status != RefundStatus.Pending && existing.IsOf(request.Amount)
                : !isNamed && order is { Status: OrderStatus.Shipped, IsAllBack: true },
            cancellationToken);
        if (result.Order is not { } now) return result;

        // Without a name it may have been somebody else's refund of the rest that was waited for.
        var refund = Find(now) ?? (isNamed ? null : now.Refunds.LastOrDefault(other => other.OfRest == true));
        return (result.Outcome, refund?.Status) switch
        {
            (FulfilmentOutcome.Done or FulfilmentOutcome.NotPossible, RefundStatus.Refused) when refund!.IsOf(request.Amount) =>
                new(FulfilmentOutcome.RefundRefused, now, refund),
            (FulfilmentOutcome.NotPossible, not null) when isNamed => new(FulfilmentOutcome.RefundConflict, now, refund),
            (FulfilmentOutcome.NotPossible, _) when now.Status == OrderStatus.Shipped => new(FulfilmentOutcome.RefundExceeds, now),
            _ => result,
        };

        OrderRefund? Find(Order order) => order.Refunds.FirstOrDefault(other => other.RefundId == refundId);

        static bool IsRestUnderWay(Order order) =>
            order.Refunds.Any(other => other.Status == RefundStatus.Pending && (other.OfRest == true || order.Refundable == 0));
    }

    /// <summary>Takes up an order that was stuck, after people have put right what was wrong.</summary>
    public Task<FulfilmentResult> ResumeAsync(Guid orderId, ClaimsPrincipal caller, CancellationToken cancellationToken) => RequestAsync(
        orderId,
        caller,
        order => !order.State.IsStuck,
        order => order.State.Resume() is { } state ? order.In(state) with { Attempts = 0 } : null,
        order => order.State.IsSettled,
        cancellationToken);

    /// <summary>What was written down is done, also when the request gives up waiting.</summary>
    private async Task<FulfilmentResult> RequestAsync(
        Guid orderId, ClaimsPrincipal caller, Func<Order, bool> isAskedFor, Func<Order, Order?> ask, Func<Order, bool> isDone,
        CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await contexts.FindOrderAsync(orderId, cancellationToken) is not { } order || !order.IsVisibleTo(caller.BoundTo()))
                return new(FulfilmentOutcome.NotFound, null);
            if (isDone(order)) return new(FulfilmentOutcome.Done, order);
            // Asked for, and given up: nobody works on it until people have resumed it.
            if (order.State.IsStuck && isAskedFor(order)) return new(FulfilmentOutcome.NotPossible, order);

            if (!isAskedFor(order))
            {
                if (ask(order) is not { } asked) return new(FulfilmentOutcome.NotPossible, order);
                if (await store.SaveAsync(new(asked with { Actor = caller.GetSubject() }, options.Value.Lease, Leased: true)) is not { } intended) continue;

                var result = await driver.DriveAsync(intended, promised: true, CancellationToken.None);
                order = result.Order;
                if (!result.Superseded) return Outcome(order);
            }

            return Outcome(await awaiter.WaitAsync(order, o => isDone(o) || !isAskedFor(o), cancellationToken));
        }

        return new(FulfilmentOutcome.Busy, null);

        FulfilmentResult Outcome(Order order) =>
            new(isDone(order) ? FulfilmentOutcome.Done : isAskedFor(order) && !order.State.IsStuck ? FulfilmentOutcome.UnderWay : FulfilmentOutcome.NotPossible, order);
    }
}

/// <summary>What became of a request, and the order as it is now, where there is one.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Order">The order, where there is one.</param>
/// <param name="Refund">The refund that the outcome is about, where it is about one.</param>
internal sealed record FulfilmentResult(FulfilmentOutcome Outcome, Order? Order, OrderRefund? Refund = null);

internal enum FulfilmentOutcome
{
    NotFound,

    /// <summary>It is done, now or before.</summary>
    Done,

    /// <summary>It will be done; a part of the shop is down.</summary>
    UnderWay,

    /// <summary>The order's state does not allow it.</summary>
    NotPossible,

    /// <summary>The payment service has refused the refund, and under its name will not give it any more.</summary>
    RefundRefused,

    /// <summary>The name stands for a refund of another amount.</summary>
    RefundConflict,

    /// <summary>There is not so much left to give back.</summary>
    RefundExceeds,

    /// <summary>Others kept writing the order.</summary>
    Busy,
}
