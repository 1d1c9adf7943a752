using System.Text.RegularExpressions;

namespace Shop.Tests.Contract;

/// <summary>A violation that is known and not yet put right.</summary>
/// <param name="Operation">The operations, with <c>*</c> for any text.</param>
/// <param name="Kind">The kinds, with <c>*</c> for any text.</param>
/// <param name="Reason">Why it is there, and what will end it.</param>
/// <param name="Seldom">Whether it takes luck or a busy machine to see it, so that not seeing it says nothing.</param>
internal sealed record KnownViolation(string Operation, string Kind, string Reason, bool Seldom = false)
{
    public bool Covers(Violation violation) => Matches(Operation, violation.Operation) && Matches(Kind, violation.Kind);

    private static bool Matches(string pattern, string text) => Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace(@"\*", ".*")}$");
}

/// <summary>
/// What the fuzz test finds and the shop still does. A violation that no entry covers fails the test, and so does an entry that covers
/// none: who puts something right removes its line. The list is to become empty.
/// </summary>
internal static class KnownViolations
{
    private const string Rule = "A rule that no keyword of a schema tells; the description and the answer do.";

    public static IReadOnlyList<KnownViolation> All { get; } =
    [
        new("GET *", "accepts what the document forbids: query *", "Names are taken in any case and an empty value as none: it hurts nobody, and a schema cannot say it."),
        new("POST /products/{id}/stock", "refuses what the document allows: delta", Rule),
        new("POST /webhooks", "refuses what the document allows: url", Rule),
        new("POST /webhooks", "refuses what the document allows: events", Rule),
        new("PUT /payments/{orderId}", "refuses what the document allows: method", "Which methods there are is the gateway's to say."),
        new("PUT /payments/{orderId}", "refuses what the document allows: amount", Rule, Seldom: true),
        new("POST *refund", "refuses what the document allows: *", Rule),
        new("*", "refuses what the document allows: *roductId", "Each product may have one line only, and a number of the right value in another spelling is no integer.", Seldom: true),
        new("POST /orders", "refuses what the document allows: lines*", Rule, Seldom: true),
        new("*", "refuses what the document allows: orderId", "A parameter that was encoded twice names nothing.", Seldom: true),
    ];
}
