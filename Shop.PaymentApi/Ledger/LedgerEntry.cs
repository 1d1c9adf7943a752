namespace Shop.PaymentApi.Ledger;

/// <summary>
/// One movement of money. An entry has a debit and a credit account and one amount, so debits equal credits whatever is entered;
/// entries are added, never changed or removed: the database refuses both.
/// </summary>
internal sealed class LedgerEntry
{
    /// <summary>The order in which entries were made.</summary>
    public long Id { get; init; }

    /// <summary>The order that the money is for.</summary>
    public Guid OrderId { get; init; }

    /// <summary>What is moved.</summary>
    public MovementKind Kind { get; init; }

    /// <summary>Tells refunds of one order apart; empty for everything else, which an order has at most one of.</summary>
    public required string Reference { get; init; }

    /// <summary>The account that the money leaves.</summary>
    public required string DebitAccount { get; init; }

    /// <summary>The account that the money comes to.</summary>
    public required string CreditAccount { get; init; }

    /// <summary>How much, greater than zero.</summary>
    public decimal Amount { get; init; }

    /// <summary>The currency of the amount (ISO 4217).</summary>
    public required string Currency { get; init; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset EnteredAt { get; init; }
}

/// <summary>What an entry of the ledger moves.</summary>
internal enum MovementKind
{
    /// <summary>From the customer into what is held for the shop.</summary>
    Authorize,

    /// <summary>From what is held to the merchant.</summary>
    Capture,

    /// <summary>From what is held back to the customer.</summary>
    Void,

    /// <summary>From the merchant back to the customer.</summary>
    Refund,
}

/// <summary>Kinds of movements as the database keeps them, which is also what callers see.</summary>
internal static class MovementKindText
{
    public static string ToText(this MovementKind kind) => kind switch
    {
        MovementKind.Authorize => "authorize",
        MovementKind.Capture => "capture",
        MovementKind.Void => "void",
        _ => "refund",
    };

    public static MovementKind Parse(string text) => Enum.Parse<MovementKind>(text, ignoreCase: true);
}
