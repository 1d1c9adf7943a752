namespace Shop.PaymentApi.Ledger;

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
