using System.Text.RegularExpressions;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Validation;

namespace Shop.PaymentApi.Authorizations;

/// <summary>The body of an authorization, as a client may have written it.</summary>
/// <param name="Amount">How much, with at most two decimals.</param>
/// <param name="Currency">The currency of the amount (ISO 4217).</param>
/// <param name="Method">A payment method that the gateway knows.</param>
public sealed partial record AuthorizationInput(decimal? Amount, string? Currency, string? Method)
{
    /// <summary>Checks the body field by field.</summary>
    /// <param name="gateway">Knows the payment methods.</param>
    /// <returns>Reasons by field; empty where nothing is wrong.</returns>
    public Dictionary<string, string[]> Validate(IPaymentGateway gateway)
    {
        var errors = new Dictionary<string, string[]>();
        if (MoneyRules.Check(Amount) is { } badAmount) errors["amount"] = [badAmount];
        if (Currency is null || !CurrencyCode().IsMatch(Currency)) errors["currency"] = ["A currency code of three capital letters is required."];
        if (TextRules.CheckRequired(Method, Payment.MaxMethodLength) is { } badMethod) errors["method"] = [badMethod];
        else if (!gateway.Knows(Method!)) errors["method"] = [$"The gateway knows {gateway.KnownMethods}."];
        return errors;
    }

    [GeneratedRegex("^[A-Z]{3}\\z")]
    private static partial Regex CurrencyCode();
}
