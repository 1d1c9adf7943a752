using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shop.Tests.Contract;

/// <summary>
/// Holds a value against a schema of OpenAPI 3.1: the part of JSON Schema 2020-12 that the documents use. A keyword that it does not know
/// is an error, so that nothing is taken for checked that is not.
/// </summary>
internal static class SchemaCheck
{
    /// <summary>What says nothing about which values are allowed.</summary>
    private static readonly HashSet<string> Annotations =
        ["title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "$comment", "externalDocs", "discriminator", "xml"];

    /// <summary>Says what is wrong with a value: its path, without indices, and the keyword. Empty where nothing is.</summary>
    /// <param name="document">Where references lead.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="value">The value.</param>
    /// <param name="path">Where the value stands.</param>
    public static IReadOnlyList<string> Errors(ApiDocument document, JsonNode? schema, JsonElement value, string path = "$")
    {
        var errors = new List<string>();
        Check(document, schema, value, path, errors);
        return errors;
    }

    private static void Check(ApiDocument document, JsonNode? schema, JsonElement value, string path, List<string> errors)
    {
        if (schema is null || (schema is JsonValue always && always.GetValue<bool>())) return;
        schema = document.Resolve(schema);
        foreach (var (keyword, rule) in schema.AsObject())
        {
            if (rule is null || Annotations.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal)) continue;
            var holds = keyword switch
            {
                "type" => Types(rule).Any(type => IsOfType(value, type)),
                "enum" => rule.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, JsonNode.Parse(value.GetRawText()))),
                "const" => JsonNode.DeepEquals(rule, JsonNode.Parse(value.GetRawText())),
                "format" => value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number) || HasFormat(value, rule.GetValue<string>()),
                "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= Number(rule),
                "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= Number(rule),
                "exclusiveMinimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() > Number(rule),
                "exclusiveMaximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() < Number(rule),
                "multipleOf" => value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number) || number % (decimal)Number(rule) == 0,
                "minLength" => value.ValueKind != JsonValueKind.String || Length(value) >= Number(rule),
                "maxLength" => value.ValueKind != JsonValueKind.String || Length(value) <= Number(rule),
                "pattern" => value.ValueKind != JsonValueKind.String || (Text(value) is { } text && Regex.IsMatch(text, rule.GetValue<string>(), RegexOptions.ECMAScript)),
                "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= Number(rule),
                "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= Number(rule),
                "uniqueItems" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Select(item => item.GetRawText()).Distinct().Count() == value.GetArrayLength(),
                "allOf" => Matching(rule) == rule.AsArray().Count,
                "anyOf" => Matching(rule) > 0,
                "oneOf" => Matching(rule) == 1,
                "required" or "properties" or "additionalProperties" => value.ValueKind != JsonValueKind.Object || CheckMembers(keyword, rule),
                "items" => value.ValueKind != JsonValueKind.Array || CheckItems(rule),
                _ => throw new NotSupportedException($"The schema at {path} has the keyword '{keyword}', which is not checked yet."),
            };
            if (!holds) errors.Add($"{path}: {keyword}{(keyword is "format" or "type" ? $" {rule.ToJsonString()}" : "")}");
        }

        int Matching(JsonNode rule) => rule.AsArray().Count(part => Errors(document, part, value, path).Count == 0);

        // Members and items report their own errors, so these two always hold themselves.
        bool CheckItems(JsonNode rule)
        {
            foreach (var item in value.EnumerateArray()) Check(document, rule, item, $"{path}[]", errors);
            return true;
        }

        bool CheckMembers(string keyword, JsonNode rule)
        {
            foreach (var missing in keyword == "required" ? rule.AsArray().Select(name => name!.GetValue<string>()) : [])
            {
                if (!value.TryGetProperty(missing, out _)) errors.Add($"{path}.{missing}: required");
            }

            foreach (var member in keyword == "required" ? [] : Members(value))
            {
                var known = schema["properties"]?[member.Name];
                if (keyword == "properties" && known is not null) Check(document, known, member.Value, $"{path}.{member.Name}", errors);
                if (keyword != "additionalProperties" || known is not null) continue;
                if (rule is JsonValue closed && !closed.GetValue<bool>()) errors.Add($"{path}: additionalProperties");
                else Check(document, rule, member.Value, $"{path}.*", errors);
            }

            return true;
        }
    }

    /// <summary>A name with half a surrogate pair cannot be read, so no schema knows it.</summary>
    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement value)
    {
        foreach (var member in value.EnumerateObject())
        {
            string name;
            try
            {
                name = member.Name;
            }
            catch (InvalidOperationException)
            {
                name = "�";
            }

            yield return (name, member.Value);
        }
    }

    private static IEnumerable<string> Types(JsonNode rule) => rule is JsonArray many ? many.Select(type => type!.GetValue<string>()) : [rule.GetValue<string>()];

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        // Half a surrogate pair is no text (RFC 7493, section 2.1).
        "string" => value.ValueKind == JsonValueKind.String && Text(value) is not null,
        "number" => value.ValueKind == JsonValueKind.Number,
        // JSON Schema counts 1e2 as one; .NET and most other readers do not, and nobody has to write it so.
        "integer" => value.ValueKind == JsonValueKind.Number && !value.GetRawText().AsSpan().ContainsAny('e', 'E')
            && (!value.TryGetDecimal(out var number) || number == decimal.Truncate(number)),
        _ => throw new NotSupportedException($"There is no type '{type}'."),
    };

    private static bool HasFormat(JsonElement value, string format) => format switch
    {
        "int32" => value.ValueKind != JsonValueKind.Number || (value.TryGetDecimal(out var small) && small is >= int.MinValue and <= int.MaxValue),
        "int64" => value.ValueKind != JsonValueKind.Number || (value.TryGetDecimal(out var large) && large is >= long.MinValue and <= long.MaxValue),
        // RFC 4122 has one way to write an id, .NET reads five.
        "uuid" => value.ValueKind != JsonValueKind.String || Guid.TryParseExact(Text(value), "D", out _),
        "date" => value.ValueKind != JsonValueKind.String || DateOnly.TryParseExact(Text(value), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => value.ValueKind != JsonValueKind.String
            || (Text(value) is { } time && time.Contains('T') && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)),
        "uri" => value.ValueKind != JsonValueKind.String || Uri.TryCreate(Text(value), UriKind.Absolute, out _),
        "uri-reference" => value.ValueKind != JsonValueKind.String || Uri.TryCreate(Text(value), UriKind.RelativeOrAbsolute, out _),
        // Other formats are for people; OpenAPI lets every service name its own.
        _ => true,
    };

    /// <summary>The text, or null where it is none: half a surrogate pair.</summary>
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static double Length(JsonElement value) => Text(value) is { } text ? text.EnumerateRunes().Count() : 0;

    private static double Number(JsonNode rule) => rule.GetValue<double>();
}
