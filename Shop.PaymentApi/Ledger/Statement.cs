using Npgsql;

namespace Shop.PaymentApi.Ledger;

/// <summary>A payment and where it stands: a row of the view <c>payment.statements</c>.</summary>
/// <param name="Payment">The payment as callers see it.</param>
/// <param name="DeclineReason">Why the gateway refused; null where it did not.</param>
/// <param name="Settlement">What was decided about the money: <see cref="ToCapture"/>, <see cref="ToVoid"/> or nothing yet.</param>
public sealed record Statement(PaymentAnswer Payment, string? DeclineReason, string? Settlement)
{
    /// <summary>The decision to take the money.</summary>
    public const string ToCapture = "capture";

    /// <summary>The decision to let the money go.</summary>
    public const string ToVoid = "void";

    /// <summary>The columns that <see cref="Read"/> expects, from the first one on.</summary>
    internal const string Columns =
        "id, order_id, payment_date, amount, currency, method, status, captured, refunded, decline_reason, settlement";

    /// <summary>The database's text for a kind of movement, which is also what callers see.</summary>
    /// <param name="kind">The kind.</param>
    internal static string NameOf(MovementKind kind) => kind switch
    {
        MovementKind.Authorize => "authorize",
        MovementKind.Capture => ToCapture,
        MovementKind.Void => ToVoid,
        _ => "refund",
    };

    /// <summary>Reads the row that the reader is at.</summary>
    /// <param name="reader">A reader over <see cref="Columns"/>.</param>
    internal static Statement Read(NpgsqlDataReader reader) => new(
        new(
            reader.GetGuid(0), reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetDecimal(3), reader.GetString(4),
            reader.GetString(5), Enum.Parse<PaymentStatus>(reader.GetString(6)), reader.GetDecimal(7), reader.GetDecimal(8)),
        reader.IsDBNull(9) ? null : reader.GetString(9),
        reader.IsDBNull(10) ? null : reader.GetString(10));
}
