using System.Text.Json.Serialization;
using Shop.ServiceDefaults;

namespace Shop.PaymentApi.Ledger;

/// <summary>The limits of what an order asks to be paid.</summary>
internal static class Payment
{
    /// <summary>The highest amount of one payment.</summary>
    public const decimal MaxAmount = 1_000_000_000_000m;

    /// <summary>The longest name of a method, in characters.</summary>
    public const int MaxMethodLength = 50;

    /// <summary>Says what is wrong with an amount from outside, or null where nothing is.</summary>
    public static string? CheckAmount(decimal? amount) => amount switch
    {
        null => "An amount is required.",
        <= 0 => "The amount is greater than 0.",
        > MaxAmount => $"The amount is at most {MaxAmount}.",
        { } value when !value.IsInCents() => "The amount has at most two decimals.",
        _ => null,
    };
}

/// <summary>A payment and where it stands: a row of the view <c>payment.statements</c>.</summary>
/// <param name="Payment">The payment as callers see it.</param>
/// <param name="DeclineReason">Why the gateway refused; null where it did not.</param>
/// <param name="Settlement">What was decided about the money that is held: to capture or to void it; null where nothing is yet.</param>
/// <param name="Voided">How much of what was held the ledger knows to be let go.</param>
internal sealed record PaymentState(PaymentResponse Payment, string? DeclineReason, MovementKind? Settlement, decimal Voided)
{
    /// <summary>Whether the ledger says that what was decided about the money that is held was done.</summary>
    public bool IsSettled => Settlement switch
    {
        MovementKind.Capture => Payment.Captured > 0,
        MovementKind.Void => Voided > 0,
        _ => false,
    };
}

/// <summary>Where a payment stands: what its ledger entries say.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentStatus>))]
public enum PaymentStatus
{
    /// <summary>The gateway was asked to hold the money, and its answer is not known yet.</summary>
    Pending,

    /// <summary>The money is held for the shop.</summary>
    Authorized,

    /// <summary>The shop has the money.</summary>
    Captured,

    /// <summary>The customer has got some of the money back.</summary>
    PartiallyRefunded,

    /// <summary>The customer has got all of the money back.</summary>
    Refunded,

    /// <summary>The money is not held any more, or never was and never will be.</summary>
    Voided,

    /// <summary>The gateway refused to hold the money.</summary>
    Declined,
}
