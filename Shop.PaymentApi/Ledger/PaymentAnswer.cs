namespace Shop.PaymentApi.Ledger;

/// <summary>A payment as callers see it.</summary>
/// <param name="Id">Identifies the payment.</param>
/// <param name="OrderId">The order that is paid.</param>
/// <param name="PaymentDate">When it was first asked for (UTC).</param>
/// <param name="Amount">How much was asked for.</param>
/// <param name="Currency">The currency of all amounts (ISO 4217).</param>
/// <param name="Method">The payment method.</param>
/// <param name="Status">Where the payment stands.</param>
/// <param name="Captured">How much the shop took.</param>
/// <param name="Refunded">How much of that the customer got back.</param>
public sealed record PaymentAnswer(
    Guid Id, Guid OrderId, DateTimeOffset PaymentDate, decimal Amount, string Currency, string Method, PaymentStatus Status,
    decimal Captured, decimal Refunded);

/// <summary>A payment with its entries in the ledger.</summary>
/// <param name="Id">Identifies the payment.</param>
/// <param name="OrderId">The order that is paid.</param>
/// <param name="PaymentDate">When it was first asked for (UTC).</param>
/// <param name="Amount">How much was asked for.</param>
/// <param name="Currency">The currency of all amounts (ISO 4217).</param>
/// <param name="Method">The payment method.</param>
/// <param name="Status">Where the payment stands.</param>
/// <param name="Captured">How much the shop took.</param>
/// <param name="Refunded">How much of that the customer got back.</param>
/// <param name="Entries">The movements, in the order in which they were made.</param>
public sealed record PaymentDetails(
    Guid Id, Guid OrderId, DateTimeOffset PaymentDate, decimal Amount, string Currency, string Method, PaymentStatus Status,
    decimal Captured, decimal Refunded, IReadOnlyList<MovementAnswer> Entries);

/// <summary>A movement of money.</summary>
/// <param name="Kind">What is moved: <c>authorize</c>, <c>capture</c>, <c>void</c> or <c>refund</c>.</param>
/// <param name="Debit">The account that the money leaves.</param>
/// <param name="Credit">The account that the money comes to.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">The currency of the amount (ISO 4217).</param>
/// <param name="Reference">The id of the refund; empty for everything else.</param>
/// <param name="EnteredAt">When (UTC).</param>
public sealed record MovementAnswer(
    string Kind, string Debit, string Credit, decimal Amount, string Currency, string Reference, DateTimeOffset EnteredAt);
