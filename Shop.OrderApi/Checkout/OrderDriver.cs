using System.Diagnostics;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Clients;
using Shop.OrderApi.Faults;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults;

namespace Shop.OrderApi.Checkout;

/// <summary>
/// Takes an order from step to step until its goal is reached or a part of the shop is down. Steps are repeated rather than
/// remembered: each is idempotent by order id, so progress is written down only when the order has to wait.
/// </summary>
internal sealed partial class OrderDriver(
    IProductCatalog products, IPayments payments, OrderStore store, CrashPoint crash, OutageLog outages, IOptions<OrderOptions> options,
    OrderTelemetry telemetry, TimeProvider time, ILogger<OrderDriver> logger)
{
    /// <summary>The name of the refund that gives back what was captured for an order before it was called off.</summary>
    private const string CancellationRefund = "cancellation";

    /// <summary>Takes an order as far as it goes.</summary>
    /// <param name="order">An order that the caller has the lease of, at the version of that lease.</param>
    /// <param name="promised">
    /// Whether the client knows of the order. If not, and the stock cannot be checked, the order is refused at once and for good.
    /// </param>
    /// <param name="cancellationToken">Gives up between and during steps; the lease then runs out.</param>
    public async Task<DriveResult> DriveAsync(Order order, bool promised, CancellationToken cancellationToken)
    {
        await crash.AfterAsync(order.Version == 1 ? "Place" : $"{order.Goal}.Begin");
        // Only the one who placed the order knows that nobody was at the payment service before.
        var paymentTouched = order.Version > 1;
        var goOn = true;
        while (goOn && !order.State.IsAtRest)
        {
            var (goal, step) = (order.Goal, order.Step);
            var result = await TakeAsync(order, cancellationToken);
            outages.Tried(order.State, result.Outage);
            paymentTouched |= step == OrderStep.Authorize;

            (var next, goOn) = result switch
            {
                { Outage: { } outage } => await PutOffAsync(order, outage, promised, paymentTouched),
                { Refusal: { } refusal } => await RefuseAsync(order, refusal, paymentTouched),
                _ => (result.Order, true),
            };
            if (next is null) return new(order, Superseded: true);
            if (result.Order is not null) await crash.AfterAsync($"{goal}.{step}");
            order = next;
        }

        return new(order, Superseded: false);
    }

    /// <summary>Takes the next step. An answer with neither order nor refusal nor outage means that somebody else has written the order.</summary>
    private async Task<StepResult> TakeAsync(Order order, CancellationToken cancellationToken)
    {
        switch (order.Step)
        {
            case OrderStep.Reserve:
                var reservation = await products.ReserveAsync(order.Id, order.Lines, cancellationToken);
                if (reservation.Value is not { } held) return new(null, reservation.Refusal, reservation.Outage);
                var priced = Priced(order, held);
                return priced.IsPricedUnexpectedly ? new(null, Refusal.PriceChanged(priced), null) : new(priced.In(order.State.Advance()), null, null);
            case OrderStep.Authorize:
                return After(order, await payments.AuthorizeAsync(order, cancellationToken));
            case OrderStep.Void or OrderStep.Park:
                return await ReturnMoneyAsync(order, cancellationToken);
            case OrderStep.Release:
                return After(order, await products.ReleaseAsync(order.Id, cancellationToken));
            case OrderStep.Capture:
                return After(order, await payments.CaptureAsync(order, cancellationToken));
            case OrderStep.Commit:
                return After(order, await products.CommitAsync(order.Id, cancellationToken));
            case OrderStep.Refund:
                return await RefundAsync(order, cancellationToken);
            case OrderStep.Finish:
                return new(await FinishAsync(order), null, null);
            default:
                throw new InvalidOperationException($"Order {order.Id} has goal {order.Goal} and no step.");
        }
    }

    private static StepResult After(Order order, CallResult<Done> result) =>
        new(result.Value is null ? null : order.In(order.State.Advance()), result.Refusal, result.Outage);

    private static Order Priced(Order order, Reservation reservation) => order with
    {
        Lines = [.. reservation.Lines.Select(line => line with { UnitPrice = line.UnitPrice?.ToCents(), Amount = line.Amount?.ToCents() })],
        Total = reservation.Total.ToCents(),
        Currency = reservation.Currency,
    };

    /// <summary>
    /// Lets an authorization go; what was captured already is paid back: all that is owed, under no name that somebody else could have
    /// used for a part of it.
    /// </summary>
    private async Task<StepResult> ReturnMoneyAsync(Order order, CancellationToken cancellationToken)
    {
        var voided = await payments.VoidAsync(order, cancellationToken);
        if (voided.Refusal is null) return After(order, voided);

        var paidBack = await payments.RefundAsync(order, refundId: null, amount: null, cancellationToken);
        if (paidBack.Value is not { } back) return new(null, paidBack.Refusal, paidBack.Outage);
        if (order.Refunds.Any(refund => refund.RefundId == CancellationRefund)) return After(order, Done.Result);

        // Money that went back is written down as such, and told, whatever becomes of the order.
        var refund = new OrderRefund(CancellationRefund, (back.Total - order.Refunded).ToCents(), RefundStatus.Done, time.GetStoredNow());
        var refunded = order.In(order.State.Advance()) with { Refunds = [.. order.Refunds, refund] };
        var change = OrderEvent.Refunded(refunded, refund, refunded.Version + 1, refund.RequestedAt, Activity.Current?.Id);
        return new(await store.SaveAsync(new(refunded, options.Value.Lease, Leased: true, change)), null, null);
    }

    private async Task<StepResult> RefundAsync(Order order, CancellationToken cancellationToken)
    {
        if (order.Refunds.FirstOrDefault(refund => refund.Status == RefundStatus.Pending) is not { } refund)
            return new(await store.SaveAsync(new(order.In(order.State.Advance()) with { Attempts = 0 }, null, Leased: false)), null, null);

        var result = await payments.RefundAsync(order, refund.RefundId, refund.Amount, cancellationToken);
        if (result.Outage is not null) return new(null, null, result.Outage);

        var status = result.Refusal is null ? RefundStatus.Done : RefundStatus.Refused;
        var ended = refund with { Status = status, Reason = result.Refusal?.Name };
        var settled = order with
        {
            Refunds = [.. order.Refunds.Select(other => other.RefundId == refund.RefundId ? ended : other)],
            Attempts = 0,
        };
        var left = settled.Refunds.Any(other => other.Status == RefundStatus.Pending);
        if (!left) settled = settled.In(settled.State.Advance());
        var change = status == RefundStatus.Done
            ? OrderEvent.Refunded(settled, ended, settled.Version + 1, time.GetStoredNow(), Activity.Current?.Id)
            : OrderEvent.RefundRefused(settled, ended, settled.Version + 1, time.GetStoredNow(), Activity.Current?.Id);
        return new(await store.SaveAsync(new(settled, left ? options.Value.Lease : null, Leased: left, change)), null, null);
    }

    private Task<Order?> FinishAsync(Order order)
    {
        var reached = order.In(order.State.Advance()) with { Attempts = 0 };
        var change = OrderEvent.Reached(reached, reached.Version + 1, time.GetStoredNow(), Activity.Current?.Id);
        return store.SaveAsync(new(reached, null, Leased: false, change));
    }

    private async Task<(Order? Order, bool GoOn)> RefuseAsync(Order order, Refusal refusal, bool paymentTouched)
    {
        if (order.State.Refuse(paymentTouched) is not { } undo) return (await RetryUndoAsync(order, refusal), false);

        var refused = await store.SaveAsync(new(order.In(undo) with { Refusal = refusal, Attempts = 0 }, options.Value.Lease, Leased: true));
        if (refused is not null) await crash.AfterAsync($"{refused.Goal}.Begin");
        return (refused, true);
    }

    /// <summary>Giving back what the order holds was refused: somebody has interfered, and may be about to put it right again.</summary>
    private async Task<Order?> RetryUndoAsync(Order order, Refusal refusal)
    {
        var attempts = order.Attempts + 1;
        if (attempts < options.Value.MaxUndoAttempts || order.State.GiveUp() is not { } stuck)
        {
            LogUndoRefused(logger, order.Id, order.Goal, order.Step, refusal.Detail);
            return await store.SaveAsync(new(order with { Attempts = attempts }, Backoff(attempts), Leased: false));
        }

        LogStuck(logger, order.Id, order.Goal, order.Step, attempts, refusal.Detail);
        telemetry.Stuck(order);
        return await store.SaveAsync(new(order.In(stuck) with { Attempts = attempts }, DueIn: null, Leased: false));
    }

    /// <summary>A part of the shop is down: the order waits, or is given up. One that nobody was promised is refused at once.</summary>
    private async Task<(Order? Order, bool GoOn)> PutOffAsync(Order order, string outage, bool promised, bool paymentTouched)
    {
        LogOutage(logger, order.Id, order.Goal, order.Step, outage);
        if (!promised && order.State == OrderState.Placed && order.State.Refuse(paymentTouched) is { } refused)
        {
            // A lost answer may have reserved something. Who gave none a moment ago is asked for it later, and not while the client waits.
            return (await store.SaveAsync(new(order.In(refused) with { Refusal = Refusal.Unavailable }, Backoff(1), Leased: false)), false);
        }

        var attempts = order.Attempts + 1;
        if (order.Goal == OrderGoal.Confirm && attempts >= options.Value.MaxAttempts) return await RefuseAsync(order, Refusal.GivenUp, paymentTouched);

        return (await store.SaveAsync(new(order with { Attempts = attempts }, Backoff(attempts), Leased: false)), false);
    }

    /// <summary>Twice as long each time, less up to half at random, so that orders that failed together do not return together.</summary>
    private TimeSpan Backoff(int attempts)
    {
        const int doublingsThatMatter = 20;
        var pause = options.Value.BackoffBase * Math.Pow(2, Math.Min(attempts - 1, doublingsThatMatter));
        return (pause < options.Value.BackoffCap ? pause : options.Value.BackoffCap) * (1 - (Random.Shared.NextDouble() / 2));
    }

    /// <summary>The order after the step, or why it was not taken; nothing of these when somebody else has written the order.</summary>
    private readonly record struct StepResult(Order? Order, Refusal? Refusal, string? Outage);

    [LoggerMessage(LogLevel.Debug, "Order {OrderId} has to wait on its way to {Goal}: {Step} got no answer ({Outage})")]
    private static partial void LogOutage(ILogger logger, Guid orderId, OrderGoal goal, OrderStep step, string outage);

    [LoggerMessage(LogLevel.Warning, "Order {OrderId} has to wait on its way to {Goal}: {Step} was refused ({Reason})")]
    private static partial void LogUndoRefused(ILogger logger, Guid orderId, OrderGoal goal, OrderStep step, string reason);

    [LoggerMessage(LogLevel.Error, "Order {OrderId} is stuck on its way to {Goal}: {Step} was refused, at attempt {Attempts} again ({Reason})")]
    private static partial void LogStuck(ILogger logger, Guid orderId, OrderGoal goal, OrderStep step, int attempts, string reason);
}

/// <summary>How far an order was taken.</summary>
/// <param name="Order">The order as last known: settled, or waiting for a part of the shop.</param>
/// <param name="Superseded">Somebody else has written the order in between: it has to be read again.</param>
internal readonly record struct DriveResult(Order Order, bool Superseded);
