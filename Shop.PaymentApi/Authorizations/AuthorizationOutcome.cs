using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Authorizations;

/// <summary>What came of asking for an authorization.</summary>
public abstract record AuthorizationOutcome
{
    private AuthorizationOutcome()
    {
    }

    /// <summary>The money is held, or was and has gone on from there: by this request or by the same one before.</summary>
    /// <param name="Payment">The payment.</param>
    public sealed record Approved(PaymentAnswer Payment) : AuthorizationOutcome;

    /// <summary>The gateway refuses, and will go on refusing.</summary>
    /// <param name="Reason">Why: <c>declined</c> or <c>insufficient-funds</c>.</param>
    public sealed record Declined(string Reason) : AuthorizationOutcome;

    /// <summary>The order asked for something else before.</summary>
    public sealed record Conflict : AuthorizationOutcome;

    /// <summary>The order's payment was voided.</summary>
    public sealed record Closed : AuthorizationOutcome;

    /// <summary>Compares what is asked for with what the order has already.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="existing">The payment that the order has.</param>
    public static AuthorizationOutcome Of(AuthorizationRequest request, Statement existing)
    {
        if (existing.Settlement == Statement.ToVoid) return new Closed();
        var payment = existing.Payment;
        if (payment.Amount != request.Amount || payment.Currency != request.Currency || payment.Method != request.Method) return new Conflict();
        return existing.DeclineReason is { } reason ? new Declined(reason) : new Approved(payment);
    }
}
