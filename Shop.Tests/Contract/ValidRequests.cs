using System.Globalization;
using System.Text.Json.Nodes;

namespace Shop.Tests.Contract;

/// <summary>Makes requests that a service should take: of the document's shape, about what is there.</summary>
/// <param name="state">What is there.</param>
/// <param name="random">Where chance comes from.</param>
internal sealed class ValidRequests(FuzzState state, Random random)
{
    /// <summary>
    /// What a schema cannot say yet: which texts mean something. A member whose schema says it (an enum, a pattern with an example)
    /// needs no line here.
    /// </summary>
    private static readonly Dictionary<string, string[]> Meaningful = new()
    {
        ["paymentMethod"] = ["approve", "approve", "approve", "approve", "decline", "insufficient-funds", "fail-1-then-approve"],
        ["method"] = ["approve", "approve", "approve", "approve", "decline", "insufficient-funds", "fail-1-then-approve"],
        ["currency"] = ["EUR"],
        ["customerId"] = ["fuzz-ada", "fuzz-bob"],
        ["events"] = ["order.confirmed", "order.shipped"],
        // Port 9 discards, where anybody listens at all: deliveries of these subscriptions fail at once.
        ["url"] = ["http://127.0.0.1:9/fuzz"],
        ["type"] = ["order.shipped"],
        ["status"] = ["Pending", "Confirmed", "Authorized", "Dead"],
    };

    /// <summary>A valid request.</summary>
    /// <param name="operation">What for.</param>
    public FuzzRequest Make(ApiOperation operation)
    {
        var request = new FuzzRequest(operation);
        var parameters = operation.Parameters.Where(it => it.In == "path").ToArray();
        if (parameters.Length > 0)
        {
            var owner = operation.OwnerOf(parameters[^1].Name);
            // A client names what it puts, so half of what is put is new; for the rest there must be something.
            var known = operation.Method == "PUT" && IsUuid(operation, parameters[^1]) && random.Next(2) == 0 ? null : state.Any(owner, random);
            for (var i = 0; i < parameters.Length; i++)
            {
                request.PathValues[parameters[i].Name] = known is not null && known.Length == parameters.Length
                    ? Uri.EscapeDataString(known[i])
                    : UnknownId(operation, parameters[i]);
            }
        }

        foreach (var parameter in operation.Parameters.Where(it => it.In == "query" && random.Next(4) == 0))
            request.Query.Add((parameter.Name, Uri.EscapeDataString(Value(operation.Document, parameter.Schema, parameter.Name)?.ToString() ?? "")));
        foreach (var parameter in operation.Parameters.Where(it => it is { In: "header", Required: true }))
            request.Set(parameter.Name, Value(operation.Document, parameter.Schema, parameter.Name)?.ToString() ?? "1");

        // Whether or not the document knows them yet.
        if (operation.Method == "POST") request.Set("Idempotency-Key", NewId());
        if (operation.Method is "PUT" or "DELETE" && state.TagOf(request.Target) is { } tag) request.Set("If-Match", tag);
        if (operation.Body is not { } schema) return request;

        request.Body = Value(operation.Document, schema, operation.Resource);
        request.Set("Content-Type", "application/json");
        return request;
    }

    /// <summary>An id that nothing has: other tests' products have small numbers.</summary>
    public string UnknownId(ApiOperation operation, ApiParameter parameter) =>
        IsUuid(operation, parameter) ? NewId() : random.Next(2_000_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);

    private static bool IsUuid(ApiOperation operation, ApiParameter parameter) =>
        operation.Document.Resolve(parameter.Schema)["format"]?.GetValue<string>() == "uuid";

    private string NewId()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private JsonNode? Value(ApiDocument document, JsonNode schema, string name)
    {
        schema = document.Resolve(schema);
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
            return Value(document, choices.First(choice => choice!["type"] is not JsonValue type || type.GetValue<string>() != "null")!, name);
        if (schema["enum"] is JsonArray values) return values[random.Next(values.Count)]?.DeepClone();
        if (schema["const"] is { } only) return only.DeepClone();

        var type = schema["type"] is JsonArray types ? types.Select(it => it!.GetValue<string>()).First(it => it != "null") : schema["type"]?.GetValue<string>();
        return type switch
        {
            "object" or null => new JsonObject(
                from member in schema["properties"]?.AsObject() ?? []
                where member.Value is not null
                select KeyValuePair.Create(member.Key, Value(document, member.Value!, member.Key))),
            "array" => Items(document, schema, name),
            "boolean" => random.Next(2) == 0,
            "integer" => Integer(schema, name),
            "number" => Bounded(schema, random.Next(1, 2000) / 100m),
            _ => Text(schema, name),
        };
    }

    /// <summary>Products once each: two lines of one product are no valid order.</summary>
    private JsonArray Items(ApiDocument document, JsonNode schema, string name)
    {
        var items = Enumerable.Range(0, random.Next(1, 3)).Select(_ => schema["items"] is { } item ? Value(document, item, name) : null);
        return [.. items.DistinctBy(item => item is JsonObject line && line["productId"] is { } product ? product.ToJsonString() : item?.ToJsonString())];
    }

    private JsonNode Integer(JsonNode schema, string name) => name switch
    {
        "productId" when state.Any("products", random) is { } product => int.Parse(product[0], CultureInfo.InvariantCulture),
        "productId" => random.Next(2_000_000_000, int.MaxValue),
        "delta" => random.Next(1, 1000),
        _ => (int)Bounded(schema, random.Next(1, 5)),
    };

    private static decimal Bounded(JsonNode schema, decimal value)
    {
        if (schema["minimum"] is { } least) value = Math.Max(value, (decimal)least.GetValue<double>());
        return schema["maximum"] is { } most ? Math.Min(value, (decimal)most.GetValue<double>()) : value;
    }

    private string Text(JsonNode schema, string name)
    {
        if (Meaningful.TryGetValue(name, out var texts)) return texts[random.Next(texts.Length)];
        if (schema["example"] is { } example) return example.ToString();
        return schema["format"]?.GetValue<string>() switch
        {
            "uuid" => NewId(),
            "date" => "2026-01-02",
            "date-time" => "2026-01-02T03:04:05Z",
            _ => $"fuzz {random.Next(1000)}",
        };
    }
}
