using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shop.Tests.Contract;

/// <summary>A parameter of an operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In">Where it stands: <c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Required">Whether a request without it is not allowed.</param>
/// <param name="Schema">The schema of its value.</param>
internal sealed record ApiParameter(string Name, string In, bool Required, JsonNode Schema);

/// <summary>An answer that the document knows.</summary>
/// <param name="Content">Schemas by media type; empty where the answer has no body.</param>
/// <param name="Headers">Names of headers that it may have, and whether it always has them.</param>
internal sealed record ApiAnswer(IReadOnlyDictionary<string, JsonNode?> Content, IReadOnlyDictionary<string, bool> Headers);

/// <summary>What the document says of a method on a path.</summary>
internal sealed partial class ApiOperation
{
    public ApiOperation(ApiDocument document, string method, string path, JsonNode shared, JsonNode node)
    {
        (Document, Method, Path) = (document, method, path);
        Parameters =
        [
            .. from parameter in Enumerable.Concat(shared["parameters"]?.AsArray() ?? [], node["parameters"]?.AsArray() ?? [])
               let it = document.Resolve(parameter!)
               select new ApiParameter(it["name"]!.GetValue<string>(), it["in"]!.GetValue<string>(), it["required"]?.GetValue<bool>() ?? false, it["schema"]!),
        ];
        if (node["requestBody"] is { } body)
        {
            body = document.Resolve(body);
            Body = body["content"]?["application/json"]?["schema"];
            BodyRequired = body["required"]?.GetValue<bool>() ?? false;
        }

        Answers = node["responses"]!.AsObject().ToDictionary(pair => pair.Key, pair => AnswerOf(document.Resolve(pair.Value!)));
    }

    public ApiDocument Document { get; }

    public string Method { get; }

    /// <summary>The path with its parameters in braces.</summary>
    public string Path { get; }

    public IReadOnlyList<ApiParameter> Parameters { get; }

    /// <summary>The schema of a JSON body, or null.</summary>
    public JsonNode? Body { get; }

    public bool BodyRequired { get; }

    /// <summary>By status: <c>200</c>, <c>4XX</c> or <c>default</c>.</summary>
    public IReadOnlyDictionary<string, ApiAnswer> Answers { get; }

    public string Name => $"{Method} {Path}";

    /// <summary>The last word of the path that is no parameter: what its answers are about. Empty for the service itself.</summary>
    public string Resource => Path.Split('/').LastOrDefault(part => part.Length > 0 && part[0] != '{') ?? "";

    /// <summary>The answer that the document has for a status, or null.</summary>
    /// <param name="status">An HTTP status code.</param>
    public ApiAnswer? AnswerFor(int status) =>
        Answers.GetValueOrDefault($"{status}") ?? Answers.GetValueOrDefault($"{status / 100}XX") ?? Answers.GetValueOrDefault("default");

    /// <summary>The word before a parameter of the path: what it is an id of.</summary>
    /// <param name="parameter">The parameter's name.</param>
    public string OwnerOf(string parameter) => Owner().Matches(Path).First(match => match.Groups["name"].Value == parameter).Groups["owner"].Value;

    private static ApiAnswer AnswerOf(JsonNode node) => new(
        node["content"]?.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value?["schema"]) ?? [],
        node["headers"]?.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value?["required"]?.GetValue<bool>() ?? false, StringComparer.OrdinalIgnoreCase)
            ?? new Dictionary<string, bool>());

    [GeneratedRegex(@"(?<owner>[^/{}]+)/\{(?<name>[^}]+)\}")]
    private static partial Regex Owner();
}
