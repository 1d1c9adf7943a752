using System.Text.Json;

namespace Shop.Tests.Contract;

/// <summary>
/// What the requests before have made, so that later ones can ask for it. Only what this run has made itself: the shop is not its own, and
/// other tests' orders are not to be shipped by it.
/// </summary>
internal sealed class FuzzState
{
    /// <summary>Enough to choose from.</summary>
    public const int MaxKept = 20;

    private readonly Dictionary<string, List<string[]>> _made = [];
    private readonly Dictionary<string, string> _tags = [];

    /// <summary>Adds a thing by the values of its path's parameters.</summary>
    /// <param name="resource">The word of the path before the last of them.</param>
    /// <param name="values">Their values, in the path's order.</param>
    public void Add(string resource, params string[] values)
    {
        if (!_made.TryGetValue(resource, out var list)) _made[resource] = list = [];
        if (list.Any(known => known.SequenceEqual(values))) return;
        list.Add(values);
    }

    /// <summary>Something that was made, or null where nothing of the kind was.</summary>
    public string[]? Any(string resource, Random random) =>
        _made.TryGetValue(resource, out var list) && list.Count > 0 ? list[random.Next(list.Count)] : null;

    /// <summary>Everything of a kind that is still there.</summary>
    public IReadOnlyList<string[]> All(string resource) => _made.GetValueOrDefault(resource) ?? [];

    /// <summary>Forgets something, whether or not it is there still.</summary>
    public void Forget(string resource, string[] values) => _made.GetValueOrDefault(resource)?.RemoveAll(known => known.SequenceEqual(values));

    /// <summary>The entity tag that was last seen on a path, or null.</summary>
    public string? TagOf(string path) => _tags.GetValueOrDefault(path);

    /// <summary>Learns from an answer.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="answer">What came back.</param>
    public void Learn(FuzzRequest request, FuzzAnswer answer)
    {
        if (!answer.IsSuccess) return;
        var operation = request.Operation;
        var values = request.PathValues.Values.ToArray();
        var path = answer.Headers.GetValueOrDefault("Location") ?? request.Target;
        if (answer.Headers.TryGetValue("ETag", out var tag)) _tags[path] = tag;
        if (request.Method != operation.Method) return;

        if (operation.Method == "PUT" && values.Length > 0) Add(operation.OwnerOf(request.PathValues.Keys.Last()), values);
        if (operation.Method == "DELETE" && values.Length > 0) Forget(operation.OwnerOf(request.PathValues.Keys.Last()), values);

        var isNestedList = operation.Method == "GET" && values.Length > 0;
        if (!isNestedList && answer.Status is not (201 or 202)) return;
        // What has no parameter of its own after the resource: POST /orders, but not POST /orders/{id}/cancel.
        if (operation.Method == "POST" && values.Length > 0) return;
        foreach (var id in IdsIn(answer.Body)) Add(operation.Resource, [.. values, id]);
    }

    private static List<string> IdsIn(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            JsonElement[] items = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
            return [.. items.Where(item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out _)).Select(item => item.GetProperty("id").ToString())];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
