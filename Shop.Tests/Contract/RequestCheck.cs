using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shop.Tests.Contract;

/// <summary>
/// Holds the service against the request side of the document: what it forbids is not accepted, what it allows is not called malformed.
/// Only 400 says "malformed"; 409 and 422 are about the state of the shop, of which a schema knows nothing.
/// </summary>
internal static partial class RequestCheck
{
    private const Touched Values = Touched.BodyValue | Touched.Query;

    /// <summary>Says in which ways the service takes another request than the document says.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="answer">What came back.</param>
    public static IEnumerable<string> Violations(FuzzRequest request, FuzzAnswer answer)
    {
        if (answer.IsSuccess)
        {
            if (request.Touched == Touched.DuplicateMember) yield return "accepts a body that has a member twice";
            if (request.Touched == Touched.DuplicateParameter) yield return "accepts a query that has a parameter twice";
            foreach (var parameter in request.Operation.Parameters.Where(it => it is { In: "header", Required: true } && !Has(request, it.Name)))
                yield return $"accepts a request without {parameter.Name}, which the document requires";
        }

        if (answer.Status is 400 or 428)
        {
            foreach (var header in Mutations.HeadersOf(request.Operation).Where(header => !Has(request, header) && IsBlamed(answer, header)))
            {
                if (!request.Operation.Parameters.Any(it => it.In == "header" && it.Name.Equals(header, StringComparison.OrdinalIgnoreCase)))
                    yield return $"requires {header}, which is not documented";
            }
        }

        if ((request.Touched & ~Values) != default || !(answer.IsSuccess || answer.Status == 400) || Faults(request) is not { } faults) yield break;
        if (answer.IsSuccess)
        {
            foreach (var fault in faults.Distinct()) yield return $"accepts what the document forbids: {fault}";
        }
        else if (faults.Count == 0)
        {
            foreach (var field in FieldsOf(answer)) yield return $"refuses what the document allows: {field}";
        }
    }

    private static bool Has(FuzzRequest request, string header) => request.Headers.Exists(pair => pair.Name.Equals(header, StringComparison.OrdinalIgnoreCase));

    /// <summary>428 (RFC 6585) is about <c>If-Match</c> by definition; 400 names what it is about.</summary>
    private static bool IsBlamed(FuzzAnswer answer, string header) =>
        answer.Status == 428 ? header == "If-Match" : FieldsOf(answer).Contains(header, StringComparer.OrdinalIgnoreCase);

    /// <summary>What the document has against a request; null where that cannot be told: no JSON, no UTF-8, a NUL.</summary>
    private static List<string>? Faults(FuzzRequest request)
    {
        // No document can say that a name comes once, whether it is known or not: the shop says so of all.
        var faults = request.Query.GroupBy(pair => pair.Name).Where(same => same.Count() > 1).Select(same => $"query {same.Key} twice").ToList();
        foreach (var (name, value) in request.Query)
        {
            if (request.Operation.Parameters.FirstOrDefault(it => it.In == "query" && it.Name == name) is not { } parameter) continue;
            var text = Uri.UnescapeDataString(value ?? "");
            // What is left escaped was no UTF-8. And no text of the shop has a NUL, since PostgreSQL has none: said here once, in no schema.
            if (text.AsSpan().ContainsAny('%', '\0')) return null;
            if (SchemaCheck.Errors(request.Operation.Document, parameter.Schema, AsJson(request, parameter, text)).Count > 0) faults.Add($"query {name}");
        }

        if (request.Operation.Body is not { } schema) return faults;
        if (request.Bytes() is not { } bytes)
        {
            if (request.Operation.BodyRequired) faults.Add("no body");
            return faults;
        }

        try
        {
            if (bytes.AsSpan().IndexOf("\\u0000"u8) >= 0) return null;
            using var body = JsonDocument.Parse(bytes);
            faults.AddRange(SchemaCheck.Errors(request.Operation.Document, schema, body.RootElement));
            return faults;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A query has text only: it is read as the type that the schema has.</summary>
    private static JsonElement AsJson(FuzzRequest request, ApiParameter parameter, string text)
    {
        var schema = request.Operation.Document.Resolve(parameter.Schema);
        var types = schema["type"] is JsonArray many ? many.Select(type => type!.GetValue<string>()) : [schema["type"]?.GetValue<string>() ?? "string"];
        if (types.Any(type => type is "integer" or "number") && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return JsonSerializer.SerializeToElement(number);
        return types.Contains("boolean") && text is "true" or "false"
            ? JsonSerializer.SerializeToElement(text == "true")
            : JsonSerializer.SerializeToElement(text);
    }

    private static IEnumerable<string> FieldsOf(FuzzAnswer answer)
    {
        try
        {
            using var problem = JsonDocument.Parse(answer.Body);
            return problem.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
                ? [.. errors.EnumerateObject().Select(error => Index().Replace(error.Name, "[]")).Distinct()]
                : ["(no field named)"];
        }
        catch (JsonException)
        {
            return ["(no field named)"];
        }
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
