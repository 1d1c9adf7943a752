using System.Text.Json.Nodes;

namespace Shop.Tests.Contract;

/// <summary>
/// A service's OpenAPI 3.1 document, as it is served. Read as plain JSON and not into a library's model: a schema of OpenAPI 3.1 is
/// JSON Schema, and what a model leaves out could not be held against the wire.
/// </summary>
internal sealed class ApiDocument
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private readonly JsonNode _root;

    private ApiDocument(JsonNode root)
    {
        _root = root;
        Operations =
        [
            .. from path in root["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               where Methods.Contains(operation.Key)
               select new ApiOperation(this, operation.Key.ToUpperInvariant(), path.Key, path.Value!, operation.Value!),
        ];
    }

    /// <summary>Every operation, in the document's order.</summary>
    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>Reads a document.</summary>
    /// <param name="json">Its text.</param>
    public static ApiDocument Parse(string json) => new(JsonNode.Parse(json)!);

    /// <summary>What a node says, or what it refers to.</summary>
    /// <param name="node">A schema, response, header or parameter.</param>
    public JsonNode Resolve(JsonNode node)
    {
        while (node is JsonObject && node["$ref"] is { } reference)
        {
            node = reference.GetValue<string>()["#/".Length..].Split('/')
                .Aggregate(_root, (at, name) => at[name.Replace("~1", "/").Replace("~0", "~")]!);
        }

        return node;
    }
}
