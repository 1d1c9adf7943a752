using FsCheck;
using FsCheck.Fluent;
using Shop.OrderApi.Orders;

namespace Shop.Tests.Orders;

/// <summary>
/// The state machine by itself, through histories that nobody has thought of: whatever succeeds, is refused, loses its answer or
/// is asked for in between, an order comes to an end, and holds then what its status says.
/// </summary>
public sealed class EveryWayOfAnOrder
{
    private const int Histories = 5_000;
    private const int MostStepsToAnEnd = 4;

    /// <summary>What can happen to an order at any moment.</summary>
    private enum Happening
    {
        StepDone,
        StepDoneAnswerLost,
        StepRefused,
        GivenUp,
        NobodyKnew,
        Cancel,
        Ship,
        Refund,
        Resume,
    }

    [Fact]
    public void Every_history_ends_with_what_the_status_says() => Check(history =>
    {
        var order = new Model();
        foreach (var happening in history) order.Apply(happening);
        order.DriveToItsEnd();

        return order.State.Status switch
        {
            OrderStatus.Confirmed => order is { Goods: Goods.Reserved, Money: Money.Held },
            OrderStatus.Shipped => order is { Goods: Goods.Gone, Money: Money.Taken },
            OrderStatus.Rejected or OrderStatus.Cancelled => order is { Goods: Goods.Free, Money: Money.Free },
            _ => false,
        };
    });

    [Fact]
    public void An_order_that_has_ended_without_goods_never_changes_again() => Check(history =>
    {
        var order = new Model();
        foreach (var happening in history)
        {
            var before = order.State;
            order.Apply(happening);
            if (before.IsClosed && before.IsSettled && order.State != before) return false;
        }

        return true;
    });

    [Fact]
    public void A_status_is_only_ever_followed_by_one_that_may_follow() => Check(history =>
    {
        var order = new Model();
        foreach (var happening in history)
        {
            var before = order.State.Status;
            order.Apply(happening);
            if (order.State.Status == before) continue;
            var allowed = before switch
            {
                OrderStatus.Pending => order.State.Status is OrderStatus.Confirmed or OrderStatus.Rejected or OrderStatus.Cancelled,
                OrderStatus.Confirmed => order.State.Status is OrderStatus.Shipped or OrderStatus.Cancelled,
                _ => false,
            };
            if (!allowed) return false;
        }

        return true;
    });

    [Fact]
    public void No_two_requests_that_exclude_each_other_start_from_the_same_state() => Check(history =>
    {
        var order = new Model();
        foreach (var happening in history)
        {
            // Whoever writes second finds another state, and from there the other one is no longer possible.
            if (order.State.Ship() is { } shipping && shipping.Cancel() is not null) return false;
            if (order.State.Cancel() is { } cancelling && (cancelling.Ship() is not null || cancelling.Refund() is not null)) return false;
            order.Apply(happening);
        }

        return true;
    });

    private static void Check(Func<IReadOnlyList<Happening>, bool> holds)
    {
        var happening = Gen.Frequency(
            (10, Gen.Constant(Happening.StepDone)),
            (4, Gen.Constant(Happening.StepDoneAnswerLost)),
            (3, Gen.Constant(Happening.StepRefused)),
            (9, Gen.Elements(Enum.GetValues<Happening>())));
        Prop.ForAll(happening.ListOf().Select(each => each.ToArray()).ToArbitrary(), history => holds(history)).Check(Config.QuickThrowOnFailure.WithMaxTest(Histories).WithEndSize(40));
    }

    private enum Goods
    {
        Free,
        Reserved,
        Gone,
    }

    private enum Money
    {
        Free,
        Held,
        Taken,
    }

    /// <summary>An order with what the other services hold for it.</summary>
    private sealed class Model
    {
        private bool _paymentTouched;
        private bool _done;

        public OrderState State { get; private set; } = OrderState.Placed;

        public Goods Goods { get; private set; }

        public Money Money { get; private set; }

        public void Apply(Happening happening)
        {
            var before = State;
            switch (happening)
            {
                case Happening.StepDone when !State.IsAtRest:
                    TakeEffect();
                    State = State.Advance();
                    break;
                case Happening.StepDoneAnswerLost when !State.IsAtRest:
                    TakeEffect();
                    break;
                // What was done is not refused when it is asked for again: it is answered as done.
                case Happening.StepRefused when !_done && State.Step is OrderStep.Reserve or OrderStep.Authorize or OrderStep.Capture or OrderStep.Commit:
                    _paymentTouched |= State.Step == OrderStep.Authorize;
                    State = State.Refuse(_paymentTouched)!.Value;
                    break;
                case Happening.StepRefused when !_done && State.Step is OrderStep.Void or OrderStep.Release:
                    State = State.GiveUp()!.Value;
                    break;
                case Happening.GivenUp when State.Goal == OrderGoal.Confirm:
                    State = State.Refuse(paymentTouched: true)!.Value;
                    break;
                default:
                    State = Asked(happening) ?? State;
                    break;
            }

            if (State != before) _done = false;
        }

        public void DriveToItsEnd()
        {
            if (State.Resume() is { } resumed) State = resumed;
            for (var steps = 0; !State.IsSettled; steps++)
            {
                Assert.True(steps <= MostStepsToAnEnd, $"The order is still on its way to {State.Goal}.");
                TakeEffect();
                State = State.Advance();
            }
        }

        private OrderState? Asked(Happening happening) => happening switch
        {
            // Refused at its first step, which may have taken effect: the answer was lost.
            Happening.NobodyKnew when State == OrderState.Placed => State.Refuse(_paymentTouched),
            Happening.Cancel => State.Cancel(),
            Happening.Ship => State.Ship(),
            Happening.Refund => State.Refund(),
            Happening.Resume => State.Resume(),
            _ => null,
        };

        /// <summary>As the other services do it: repeating changes nothing, and what was let go is not held again.</summary>
        private void TakeEffect()
        {
            _done = true;
            switch (State.Step)
            {
                case OrderStep.Reserve:
                    Goods = Goods.Reserved;
                    break;
                case OrderStep.Authorize:
                    (_paymentTouched, Money) = (true, Money.Held);
                    break;
                case OrderStep.Void:
                    Money = Money.Free;
                    break;
                case OrderStep.Release:
                    Assert.NotEqual(Goods.Gone, Goods);
                    Goods = Goods.Free;
                    break;
                case OrderStep.Capture:
                    Assert.NotEqual(Money.Free, Money);
                    Money = Money.Taken;
                    break;
                case OrderStep.Commit:
                    Assert.NotEqual(Goods.Free, Goods);
                    Goods = Goods.Gone;
                    break;
            }
        }
    }
}
