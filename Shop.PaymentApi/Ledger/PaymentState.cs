namespace Shop.PaymentApi.Ledger;

/// <summary>A payment and where it stands: a row of the view <c>payment.statements</c>.</summary>
/// <param name="Payment">The payment as callers see it.</param>
/// <param name="DeclineReason">Why the gateway refused; null where it did not.</param>
/// <param name="Settlement">What was decided about the money that is held: to capture or to void it; null where nothing is yet.</param>
internal sealed record PaymentState(PaymentResponse Payment, string? DeclineReason, MovementKind? Settlement);
