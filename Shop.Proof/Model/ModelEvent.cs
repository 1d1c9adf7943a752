namespace Shop.Proof.Model;

/// <summary>Which of two things came first that were written down with the same time: what follows from the other comes later.</summary>
internal enum Rank
{
    /// <summary>A client wanted something.</summary>
    Placed,

    /// <summary>Goods or money were moved.</summary>
    Moved,

    /// <summary>The ledger says so.</summary>
    Entered,

    /// <summary>The order says so.</summary>
    Told,

    /// <summary>Somebody has heard of it.</summary>
    Taken,

    /// <summary>A client was answered.</summary>
    Answered,
}

/// <summary>Something that has happened.</summary>
/// <param name="At">When.</param>
/// <param name="Rank">What it came before, of what happened at the same time.</param>
/// <param name="Line">What, as <c>models/checkout/PForeign/History.cs</c> reads it: a word, and numbers and names of the model.</param>
internal sealed record ModelEvent(DateTimeOffset At, Rank Rank, string Line);
