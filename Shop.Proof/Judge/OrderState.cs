namespace Shop.Proof.Judge;

/// <summary>How far an order has come, as far as somebody outside can know.</summary>
internal enum Phase
{
    /// <summary>Nothing was placed under its key.</summary>
    Unplaced,

    /// <summary>It is placed, and may become anything.</summary>
    Pending,

    /// <summary>Goods and money are set aside.</summary>
    Confirmed,

    /// <summary>The goods have left and are paid.</summary>
    Shipped,

    /// <summary>It is refused.</summary>
    Rejected,

    /// <summary>It is refused, before anybody was promised anything.</summary>
    Nothing,

    /// <summary>It was called off.</summary>
    Cancelled,
}

/// <summary>What was asked for, is granted, and is not done yet.</summary>
internal enum Wish
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>To be shipped.</summary>
    Ship,

    /// <summary>To be called off.</summary>
    Cancel,
}

/// <summary>An order, as the smallest shop would keep it that promises the same.</summary>
/// <param name="Phase">How far it has come.</param>
/// <param name="Wish">Where it is on its way to.</param>
/// <param name="HasEnded">Whether what a refused order held is given back.</param>
/// <param name="WasConfirmed">Whether its client may have been told so.</param>
/// <param name="Body">What its key stands for.</param>
/// <param name="Id">Its id, once somebody was told.</param>
/// <param name="Refusal">Why it was refused, once somebody was told.</param>
/// <param name="Refund">What is to be given back of it.</param>
internal readonly record struct OrderState(
    Phase Phase, Wish Wish, bool HasEnded, bool WasConfirmed, string? Body, Guid? Id, string? Refusal, RefundState Refund)
{
    /// <summary>Whether it has ended without goods, or is about to.</summary>
    public bool IsRefused => Phase is Phase.Rejected or Phase.Nothing or Phase.Cancelled || Wish == Wish.Cancel;

    /// <summary>What may become of it next without anybody asking.</summary>
    public IEnumerable<OrderState> ByItself()
    {
        switch (Phase, Wish)
        {
            case (Phase.Pending, Wish.None):
                yield return this with { Phase = Phase.Confirmed, WasConfirmed = true };
                yield return this with { Phase = Phase.Rejected };
                yield return this with { Phase = Phase.Nothing };
                break;
            case (Phase.Confirmed, Wish.Ship):
                yield return this with { Phase = Phase.Shipped, Wish = Wish.None };
                break;
            case (Phase.Pending or Phase.Confirmed, Wish.Cancel):
                yield return this with { Phase = Phase.Cancelled, Wish = Wish.None };
                break;
            case (Phase.Rejected or Phase.Nothing, _) when !HasEnded:
                yield return this with { HasEnded = true };
                break;
        }

        if (Refund.Progress == RefundProgress.Asked)
        {
            yield return this with { Refund = Refund with { Progress = RefundProgress.Done } };
            yield return this with { Refund = Refund with { Progress = RefundProgress.Refused } };
        }
    }
}

/// <summary>How far a refund has come.</summary>
internal enum RefundProgress
{
    /// <summary>Nobody has asked for one.</summary>
    None,

    /// <summary>It will be paid out or refused.</summary>
    Asked,

    /// <summary>It was paid out.</summary>
    Done,

    /// <summary>Nothing was paid out, and nothing will be.</summary>
    Refused,
}

/// <summary>The refund of an order: clients of this history ask for one, under one name.</summary>
/// <param name="Progress">How far it has come.</param>
/// <param name="Name">Its name.</param>
/// <param name="Amount">How much.</param>
internal readonly record struct RefundState(RefundProgress Progress, string? Name, decimal Amount);
