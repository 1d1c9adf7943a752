using System.Text;
using System.Text.Json;

namespace Shop.Tests.Contract;

/// <summary>Holds an answer against what the document says of its operation, and against what holds for every answer of the shop.</summary>
internal static class AnswerCheck
{
    /// <summary>Headers that tell a client what to do next, so that the document has to name them.</summary>
    private static readonly string[] Telling = ["ETag", "Link", "Location", "Retry-After", "WWW-Authenticate", "Idempotent-Replayed"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Says in which ways an answer is not what was promised.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="answer">What came back.</param>
    public static IEnumerable<string> Violations(FuzzRequest request, FuzzAnswer answer)
    {
        if (answer.Status == 0) return ["there is no answer"];
        // Nothing is documented about a fault, and nothing else about it matters.
        if (answer.Status >= 500 && answer.Status != 503) return [$"answers {answer.Status}{(HasCharset(request) ? " to a charset" : "")}"];

        var kinds = request.Method == request.Operation.Method || request.Method == "HEAD"
            ? OfDocumented(request, answer).Concat(RequestCheck.Violations(request, answer))
            : OfUnmapped(request, answer);
        return kinds.Concat(OfAnyAnswer(answer)).Concat(OfProblem(request, answer)).Distinct();
    }

    /// <summary>A kind of its own, so that this known fault does not hide another one of the same operation.</summary>
    private static bool HasCharset(FuzzRequest request) =>
        request.Headers.Exists(pair => pair.Name == "Content-Type" && pair.Value.Contains("charset", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> OfDocumented(FuzzRequest request, FuzzAnswer answer)
    {
        if (request.Method == "HEAD" && answer.Status == 405)
        {
            yield return "HEAD is refused though GET is there";
            yield break;
        }

        if (request.Operation.AnswerFor(answer.Status) is not { } documented)
        {
            yield return $"answers {answer.Status}, which is not documented";
            yield break;
        }

        foreach (var header in Telling.Where(name => answer.Headers.ContainsKey(name) && !documented.Headers.ContainsKey(name)))
            yield return $"{answer.Status} has {header}, which is not documented";
        foreach (var (header, _) in documented.Headers.Where(pair => pair.Value && !answer.Headers.ContainsKey(pair.Key)))
            yield return $"{answer.Status} lacks {header}, which the document promises";

        // 4xx are looked at as problems, whatever the document says; HEAD has no body to look at.
        if (answer.Status >= 400 || request.Method == "HEAD") yield break;
        foreach (var kind in OfBody(request, answer, documented)) yield return kind;
    }

    private static IEnumerable<string> OfBody(FuzzRequest request, FuzzAnswer answer, ApiAnswer documented)
    {
        if (answer.Body.Length == 0 && documented.Content.Count == 0) return [];
        if (documented.Content.Count == 0) return [$"{answer.Status} has a body of {answer.MediaType ?? "no type"}, which is not documented"];
        if (answer.MediaType is null || !documented.Content.TryGetValue(answer.MediaType, out var schema))
            return [$"{answer.Status} has the media type {answer.MediaType ?? "(none)"}, which is not documented"];
        if (!answer.MediaType.EndsWith("json", StringComparison.Ordinal)) return [];

        return Parse(answer.Body) is { } body
            ? SchemaCheck.Errors(request.Operation.Document, schema, body.RootElement).Select(error => $"{answer.Status} differs from its schema: {error}")
            : [$"{answer.Status} is not JSON"];
    }

    private static IEnumerable<string> OfUnmapped(FuzzRequest request, FuzzAnswer answer)
    {
        if (answer.Status != 405)
        {
            yield return $"{request.Method}, which is not mapped, is answered with {answer.Status}";
            yield break;
        }

        if (!answer.Headers.TryGetValue("Allow", out var allow))
        {
            yield return "405 lacks Allow";
            yield break;
        }

        var allowed = allow.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var documented = request.Operation.Document.Operations.Where(other => other.Path == request.Operation.Path).Select(other => other.Method).ToArray();
        if (documented.Except(allowed).Any() || allowed.Except(documented).Except(["HEAD", "OPTIONS"]).Any())
            yield return $"Allow is {string.Join(", ", allowed.Order())}, but the document has {string.Join(", ", documented.Order())}";
    }

    private static IEnumerable<string> OfAnyAnswer(FuzzAnswer answer)
    {
        if (answer.Status is 503 or 429 && !answer.Headers.ContainsKey("Retry-After")) yield return $"{answer.Status} lacks Retry-After";
        if (answer.Status == 401 && !answer.Headers.ContainsKey("WWW-Authenticate")) yield return "401 lacks WWW-Authenticate";
    }

    private static IEnumerable<string> OfProblem(FuzzRequest request, FuzzAnswer answer)
    {
        if (answer.Status < 400 || request.Method == "HEAD") yield break;

        // RFC 9110 lets a server answer what a client did not ask for; no client is helped by an error without a reason.
        var under = request.Touched.HasFlag(Touched.Accept) ? " under another Accept" : "";
        if (answer.Body.Length == 0)
        {
            yield return $"{answer.Status} has no body{under}";
            yield break;
        }

        if (answer.MediaType != "application/problem+json")
        {
            yield return $"{answer.Status} is {answer.MediaType ?? "of no type"} and no problem{under}";
            yield break;
        }

        if (Parse(answer.Body)?.RootElement is not { ValueKind: JsonValueKind.Object } problem)
        {
            yield return $"{answer.Status} is a problem that is no JSON object";
            yield break;
        }

        if (!HasText(problem, "type", out var type) || !type.StartsWith("/problems/", StringComparison.Ordinal))
            yield return $"{answer.Status} is a problem without a type of the shop's";
        if (!HasText(problem, "title", out _)) yield return $"{answer.Status} is a problem without a title";
        if (!problem.TryGetProperty("status", out var status) || status.ValueKind != JsonValueKind.Number || status.GetInt32() != answer.Status)
            yield return $"{answer.Status} is a problem of another status";
        if (request.Operation.AnswerFor(answer.Status)?.Content is not { } content || request.Operation.Method != request.Method) yield break;
        if (!content.TryGetValue("application/problem+json", out var schema))
        {
            yield return $"{answer.Status} is a problem, which is not documented";
            yield break;
        }

        foreach (var error in SchemaCheck.Errors(request.Operation.Document, schema, problem)) yield return $"{answer.Status} differs from its schema: {error}";
    }

    private static bool HasText(JsonElement problem, string member, out string text)
    {
        text = problem.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return text.Length > 0;
    }

    private static JsonDocument? Parse(byte[] body)
    {
        try
        {
            // The reader checks what is UTF-8 only where text is read.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(body);
            return JsonDocument.Parse(body, Strict);
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException)
        {
            return null;
        }
    }
}
