namespace Shop.Proof.Audit;

/// <summary>What must hold whatever has happened to the shop.</summary>
internal enum Invariant
{
    /// <summary>What a client was told about its order is so.</summary>
    Lost,

    /// <summary>One request, however often it was sent, is one order.</summary>
    OrderedTwice,

    /// <summary>Who was told that something was not ordered does not have it on order.</summary>
    OrderedAfterAll,

    /// <summary>Each order is authorized and charged at most once, and never for more than its total.</summary>
    ChargedTwice,

    /// <summary>A confirmed order has its money held, a shipped one has it taken.</summary>
    NotCharged,

    /// <summary>No product is sold or promised beyond its stock.</summary>
    Oversold,

    /// <summary>On hand and sold together are what came in, and what is reserved is what orders hold.</summary>
    StockAdrift,

    /// <summary>A rejected or cancelled order holds no goods.</summary>
    HoldsGoods,

    /// <summary>A confirmed order has its goods reserved, a shipped one has had them handed out.</summary>
    LacksGoods,

    /// <summary>A rejected or cancelled order holds no money.</summary>
    HoldsMoney,

    /// <summary>The ledger balances and says what orders say was given back.</summary>
    LedgerWrong,

    /// <summary>What the gateway took, gave back and holds is what the ledger says, and nothing that it was asked for is open.</summary>
    LedgerUnlikeGateway,

    /// <summary>A payment is found among those whose ledger entries say the same.</summary>
    ListedWrong,

    /// <summary>Every change was told, to everybody who asked for it, with its order's id and in its order.</summary>
    EventMissing,

    /// <summary>Every shipped order counts once in the sales of its products, however often its event came.</summary>
    SalesWrong,

    /// <summary>Nothing is under way for ever.</summary>
    Stuck,
}

/// <summary>A case in which an invariant does not hold.</summary>
/// <param name="Invariant">Which.</param>
/// <param name="What">What is wrong with which order or product.</param>
internal sealed record Violation(Invariant Invariant, string What);
