using Shop.ServiceDefaults.Validation;

namespace Shop.PaymentApi.Ledger;

/// <summary>The ids of refunds, which tell those of one order apart.</summary>
internal static class Refund
{
    /// <summary>The longest id of a refund, in characters.</summary>
    public const int MaxIdLength = 100;

    /// <summary>What <see cref="CheckId"/> allows, for the OpenAPI document.</summary>
    public const string IdPattern = @"^\*?[A-Za-z0-9\-_.:@|+]*$";

    /// <summary>
    /// Says what is wrong with an id from outside, or null where nothing is. Orders name what their clients have not named, with a * in front,
    /// which those cannot choose; this module's own begin with #, which no caller can choose.
    /// </summary>
    public static string? CheckId(string id) => id is ['*', .. var rest] ? Names.Check(rest, MaxIdLength - 1) : Names.Check(id, MaxIdLength);
}
