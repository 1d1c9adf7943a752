using System.Text.Json.Serialization;

namespace Shop.PaymentApi.Ledger;

/// <summary>Where a payment stands: what its ledger entries say.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentStatus>))]
public enum PaymentStatus
{
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
