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
public sealed record PaymentResponse(
    Guid Id, Guid OrderId, DateTimeOffset PaymentDate, decimal Amount, string Currency, string Method, PaymentStatus Status,
    decimal Captured, decimal Refunded);
