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
    private const string Writer = "The framework's problem writer looks at Accept; problems need a writer that does not.";
    private const string Statuses = "What the pipeline answers by itself is in no operation; an OpenAPI transformer can add it to all.";
    private const string Headers = "No header is in the documents; a transformer or metadata of each endpoint can name them.";
    private const string NoHead = "RFC 9110, 9.1: HEAD wherever GET is.";
    private const string Constraints = "The rules of Validate() are in no schema: lengths, ranges, patterns, enums.";
    private const string Nullable = "Schemas follow nullable records and not the rules: required where it is optional, null where it is refused.";
    private const string Duplicates = "JsonSerializerOptions.AllowDuplicateProperties is true by default.";

    public static IReadOnlyList<KnownViolation> All { get; } =
    [
        new("*", "4* has no body under another Accept", Writer),
        new("*", "4* is text/plain and no problem under another Accept", Writer),
        new("* /*{*", "answers 400, which is not documented", Statuses),
        new("GET /orders", "answers 400, which is not documented", "The list checks its query; only Produces of 200 is there."),
        new("*", "answers 413, which is not documented", Statuses),
        new("*", "answers 415, which is not documented", Statuses),
        new("*", "answers 500 to a charset", "A charset that .NET does not know is an exception in the framework's reader of JSON bodies."),
        new("GET /reservations/{orderId}", "answers 404, which is not documented", "Typed results do not say what a ProblemHttpResult's status is."),
        new("POST /webhooks", "answers 409, which is not documented", "too-many-subscriptions has no ProducesProblem; the run keeps to far fewer.", Seldom: true),
        new("GET /orders/{id}/events", "200 has a body of text/event-stream, which is not documented", "Produces without a type leaves its content out."),
        new("*", "* has ETag, which is not documented", Headers),
        new("GET *", "* has Link, which is not documented", Headers),
        new("POST *", "20* has Location, which is not documented", Headers),
        new("*", "503 has Retry-After, which is not documented", Headers, Seldom: true),
        new("*", "answers 503, which is not documented", Statuses, Seldom: true),
        new("*", "requires *, which is not documented", Headers),
        new("GET *", "HEAD is refused though GET is there", NoHead),
        new("*", "refuses what the document allows: *", Constraints),
        new("*", "accepts what the document forbids: $*", Nullable),
        new("GET *", "accepts what the document forbids: query *", "The framework binds an empty value as none."),
        new("* /orders*", "20* differs from its schema: $.*: required", "Members that are left out when they are null are required in the schema."),
        new("*", "accepts a body that has a member twice", Duplicates),
        new("GET *", "accepts a query that has a parameter twice", "Text parameters are joined with a comma, nobody asked for that."),
        new("POST /order-events", "401 is a problem without a type of the shop's", "ProblemTypes.ForStatus has no 401."),
        new("POST /order-events", "401 lacks WWW-Authenticate", "RFC 9110, 11.6.1."),
    ];
}
