namespace Shop.PaymentApi.Authorizations;

/// <summary>The money that an order wants to be held.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">The currency of the amount (ISO 4217).</param>
/// <param name="Method">The payment method.</param>
public sealed record AuthorizationRequest(Guid OrderId, decimal Amount, string Currency, string Method);

/// <summary>An authorization that the gateway has decided, to be entered.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="DeclineReason">Why the gateway refused; null where it approved.</param>
/// <param name="GatewayKey">
/// The gateway's idempotency key where its record is to be kept in the same statement; null where the gateway was asked.
/// </param>
public sealed record DecidedAuthorization(AuthorizationRequest Request, string? DeclineReason, string? GatewayKey);
