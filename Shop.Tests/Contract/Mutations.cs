using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shop.Tests.Contract;

/// <summary>Every way to spoil a request that makes sense for an operation.</summary>
internal static class Mutations
{
    /// <summary>Kestrel reads a request line of 8 KiB; beyond it an answer is not the service's own.</summary>
    private const int LongTextLength = 3000;

    /// <summary>More than the 256 KiB that a service reads.</summary>
    private const int TooLargeBodyBytes = 300 * 1024;

    /// <summary>What a client may send to any operation: it changes nothing, or only what the headers' own standards say.</summary>
    private static readonly string[] CommonHeaders = ["If-Modified-Since", "traceparent", "Range", "Prefer", "Content-Encoding", "X-HTTP-Method-Override"];

    private static readonly string[] HeaderValues =
    [
        "", " ", "\"", "\"never ended", "W/\"1\"", "W/1", "*", "*, \"1\"", "\"a\", \"b\"", ",", "-1", "0", "2147483648", "99999999999999999999", "1.5", "NaN", "ü", "a\tb", new('k', 129), new('k', LongTextLength),
    ];

    private static readonly string[] Literals =
    [
        "null", "true", "false", "0", "-0", "1", "-1", "1.5", "0.001", "1e2", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "99999999999999999999",
        "-99999999999999999999", "79228162514264337593543950336", "1e400", "-1e400", "1e-400", "0.00000000000000000000000000001", "NaN", "Infinity", "01", "+1", "0x10",
        "\"NaN\"", "\"1\"", "\"\"", "\" \"", "\"text\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\ufffe\"", "\"\\u202e\"", "\"💥\"", "\"a\\r\\nb: c\"",
        "\"'; --\"", "\"00000000-0000-0000-0000-000000000000\"", "\"{00000000-0000-0000-0000-000000000001}\"", "\"9999-12-31T23:59:59.9999999-14:00\"",
        "[]", "[null]", "[[]]", "{}", "{\"a\":1}", $"\"{new string('x', 201)}\"", $"\"{new string('x', 5000)}\"", $"\"{new string('é', 40000)}\"",
    ];

    private static readonly string[] ContentTypes =
    [
        "", "text/plain", "application/xml", "application/json; charset=bogus", "application/json; charset=utf-16", "application/json; charset=", "application/json; charset=\"utf-8",
        "application/json;charset=utf-8;charset=utf-7", "application/json; charset=iso-8859-1", "application/JSON", "application/problem+json", "application/vnd.shop+json", "*/*",
        "garbage", "application/", "/json", "multipart/form-data", "application/x-www-form-urlencoded", "ü",
    ];

    private static readonly string[] Accepts = ["text/html", "application/xml", "image/png", "application/json;q=0", "*/*;q=0", "garbage", "", "text/event-stream", "application/json"];

    /// <summary>No %00: Kestrel refuses that before the service sees it, and its 400 has no body.</summary>
    private static readonly string[] PathTexts =
    [
        "0", "-1", "2147483648", "99999999999999999999", "1.5", "1e3", "+1000000000", "abc", "%ff", "%ED%A0%80", "%F0%9F%92%A5", "%20", "..%2f", "%25", "{id}", "'--",
        "00000000-0000-0000-0000-000000000000", "%7B00000000-0000-0000-0000-000000000001%7D", "00000000000000000000000000000001", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        new('9', 100), new('a', LongTextLength),
    ];

    private static readonly string[] QueryTexts =
    [
        "", "abc", "-1", "0", "1", "1.5", "1e1", "1001", "2147483648", "99999999999999999999", "NaN", "true", "TRUE", "null", "%00", "a%00b", "%ff", "%ED%A0%80", "%F0%9F%92%A5", "%20", "%25", "%27--",
        "Confirmed", "confirmed", "Confirmed,Shipped", "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "2026-13-45", new('x', 201), new('x', LongTextLength),
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"];

    /// <summary>The changes, in an order that is always the same.</summary>
    /// <param name="sample">A valid request: its body has the members that can be changed.</param>
    /// <param name="unknownId">Makes an id that nothing has.</param>
    public static IReadOnlyList<Mutation> For(FuzzRequest sample, Func<ApiParameter, string> unknownId) =>
        [.. OfPath(sample.Operation, unknownId), .. OfQuery(sample.Operation), .. OfHeaders(sample), .. OfMethod(sample.Operation), .. OfBody(sample)];

    /// <summary>Values of <c>Accept</c> that no answer has, to be tried on top of every kind of error.</summary>
    public static IReadOnlyList<Mutation> OfAccept { get; } =
        [.. Accepts.Select(accept => new Mutation($"Accept: {accept}", Touched.Accept, request => request.Set("Accept", accept)))];

    /// <summary>Headers that an operation documents, and those that one of its kind can be expected to look at.</summary>
    public static IEnumerable<string> HeadersOf(ApiOperation operation) => operation.Parameters.Where(it => it.In == "header").Select(it => it.Name).Union(
        operation.Method switch
        {
            "GET" => operation.Path.EndsWith("/events", StringComparison.Ordinal) ? ["Last-Event-ID"] : ["If-None-Match"],
            "POST" => ["Idempotency-Key"],
            _ => ["If-Match"],
        });

    private static IEnumerable<Mutation> OfPath(ApiOperation operation, Func<ApiParameter, string> unknownId)
    {
        foreach (var parameter in operation.Parameters.Where(it => it.In == "path"))
        {
            yield return new($"unknown {parameter.Name}", Touched.Path, request => request.PathValues[parameter.Name] = unknownId(parameter));
            foreach (var text in PathTexts) yield return new($"{parameter.Name} = {text}", Touched.Path, request => request.PathValues[parameter.Name] = text);
        }
    }

    private static IEnumerable<Mutation> OfQuery(ApiOperation operation)
    {
        yield return new("an unknown parameter", Touched.Query, request => request.Query.Add(("unknown", "1")));
        yield return new("a parameter without a name", Touched.Query, request => request.Query.Add(("", "1")));
        foreach (var parameter in operation.Parameters.Where(it => it.In == "query"))
        {
            foreach (var text in QueryTexts)
            {
                yield return new($"?{parameter.Name}={text}", Touched.Query, request =>
                {
                    request.Query.RemoveAll(pair => pair.Name == parameter.Name);
                    request.Query.Add((parameter.Name, text));
                });
            }

            yield return new($"?{parameter.Name}", Touched.Query, request =>
            {
                request.Query.RemoveAll(pair => pair.Name == parameter.Name);
                request.Query.Add((parameter.Name, null));
            });
            yield return new($"{parameter.Name} twice", Touched.DuplicateParameter, request =>
            {
                var (_, value) = request.Query.Find(pair => pair.Name == parameter.Name);
                request.Query.RemoveAll(pair => pair.Name == parameter.Name);
                request.Query.Add((parameter.Name, value ?? "1"));
                request.Query.Add((parameter.Name, value ?? "1"));
            });
        }
    }

    private static IEnumerable<Mutation> OfHeaders(FuzzRequest sample)
    {
        foreach (var header in CommonHeaders)
        {
            foreach (var value in new[] { "", "garbage", "gzip", "bytes=0-1", "ü" }) yield return new($"{header}: {value}", Touched.Headers, request => request.Set(header, value));
        }

        foreach (var header in HeadersOf(sample.Operation))
        {
            yield return new($"without {header}", Touched.Headers, request => request.Set(header, null));
            yield return new($"{header} twice", Touched.Headers, request => request.Headers.AddRange([(header, "1"), (header, "2")]));
            foreach (var value in HeaderValues) yield return new($"{header}: {value}", Touched.Headers, request => request.Set(header, value));
        }

        if (sample.Body is null)
        {
            // A body where none is expected.
            yield return new("a body", Touched.BodyText, request => (request.RawBody, _) = ("{}"u8.ToArray(), request.Headers.RemoveAll(pair => pair.Name == "Content-Type")));
            yield break;
        }

        yield return new("without Content-Type", Touched.Headers, request => request.Set("Content-Type", null));
        foreach (var type in ContentTypes) yield return new($"Content-Type: {type}", Touched.Headers, request => request.Set("Content-Type", type));
    }

    private static IEnumerable<Mutation> OfMethod(ApiOperation operation)
    {
        var mapped = operation.Document.Operations.Where(other => other.Path == operation.Path).Select(other => other.Method).ToArray();
        // An address that nobody serves has no methods.
        if (mapped.Length == 0) yield break;

        // Once for each path.
        if (operation.Method == mapped[0])
        {
            foreach (var method in Methods.Except(mapped)) yield return new(method, Touched.Method, request => request.Method = method);
        }

        if (operation.Method == "GET" && !mapped.Contains("HEAD")) yield return new("HEAD", Touched.Method, request => request.Method = "HEAD");
    }

    private static IEnumerable<Mutation> OfBody(FuzzRequest sample)
    {
        if (sample.Body is not { } body) yield break;
        foreach (var pointer in Pointers(body, []))
        {
            foreach (var literal in Literals)
            {
                var shown = literal.Length > 60 ? literal[..20] + "…" : literal;
                yield return new($"{Show(pointer)} = {shown}", Touched.BodyValue, request => Replace(request, pointer, request.Literal(literal)));
            }

            if (pointer.Length > 0 && pointer[^1] is string)
                yield return new($"without {Show(pointer)} in the body", Touched.BodyValue, request => (Find(request.Body, pointer[..^1]) as JsonObject)?.Remove((string)pointer[^1]));
        }

        yield return new("an extra member", Touched.BodyValue, request => (request.Body as JsonObject)?.TryAdd("unknownMember", 1));
        yield return new("no body", Touched.BodyValue, request => request.Body = null);
        foreach (var (name, change) in Texts())
            yield return new(name, name.StartsWith("a member twice", StringComparison.Ordinal) ? Touched.DuplicateMember : Touched.BodyText, request => request.RawBody = change(request.Bytes() ?? []));
    }

    private static IEnumerable<(string Name, Func<byte[], byte[]> Change)> Texts()
    {
        yield return ("an empty body", _ => []);
        yield return ("a blank body", _ => "  "u8.ToArray());
        yield return ("half a body", bytes => bytes[..(bytes.Length / 2)]);
        yield return ("a body without its end", bytes => bytes.Length == 0 ? bytes : bytes[..^1]);
        yield return ("something after the body", bytes => [.. bytes, .. "{}"u8]);
        yield return ("a byte order mark", bytes => [0xEF, 0xBB, 0xBF, .. bytes]);
        yield return ("UTF-16", bytes => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)));
        yield return ("no UTF-8 in a text", bytes => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("fuzz", "f\u00ffzz")));
        yield return ("no UTF-8 at all", _ => [0xff, 0xfe, 0xc0, 0x80]);
        yield return ("a NUL before the body", bytes => [0, .. bytes]);
        yield return ("a comment", bytes => [.. "/* */"u8, .. bytes]);
        yield return ("a comma at the end", bytes => bytes is [.., (byte)'}'] ? [.. bytes[..^1], .. ",}"u8] : bytes);
        yield return ("200 arrays in each other", _ => Encoding.UTF8.GetBytes(new string('[', 200) + new string(']', 200)));
        yield return ("a body that is too large", _ => Encoding.UTF8.GetBytes($"\"{new string('x', TooLargeBodyBytes)}\""));
        yield return ("a member twice", bytes => Twice(bytes, same: true));
        yield return ("a member twice, with another value", bytes => Twice(bytes, same: false));
    }

    private static byte[] Twice(byte[] bytes, bool same)
    {
        try
        {
            using var body = JsonDocument.Parse(bytes);
            if (body.RootElement.ValueKind != JsonValueKind.Object || !body.RootElement.EnumerateObject().Any()) return bytes;
            var last = body.RootElement.EnumerateObject().Last();
            var text = same ? last.Value.GetRawText() : "null";
            return Encoding.UTF8.GetBytes($"{{\"{last.Name}\":{text},{Encoding.UTF8.GetString(bytes).TrimStart()[1..]}");
        }
        catch (JsonException)
        {
            // Other changes came first.
            return bytes;
        }
    }

    /// <summary>Where something stands in a body: names and indices from the root.</summary>
    private static IEnumerable<object[]> Pointers(JsonNode? node, object[] at)
    {
        yield return at;
        if (node is JsonObject members)
        {
            foreach (var pointer in members.SelectMany(member => Pointers(member.Value, [.. at, member.Key]))) yield return pointer;
        }
        else if (node is JsonArray { Count: > 0 } items)
        {
            foreach (var pointer in Pointers(items[0], [.. at, 0])) yield return pointer;
        }
    }

    private static string Show(object[] pointer) => "$" + string.Concat(pointer.Select(part => part is int index ? $"[{index}]" : $".{part}"));

    private static JsonNode? Find(JsonNode? node, object[] pointer) => pointer.Aggregate(node, (at, part) => (at, part) switch
    {
        (JsonObject members, string name) => members[name],
        (JsonArray items, int index) when index < items.Count => items[index],
        _ => null,
    });

    private static void Replace(FuzzRequest request, object[] pointer, JsonNode value)
    {
        if (pointer.Length == 0)
        {
            request.Body = value;
            return;
        }

        var parent = Find(request.Body, pointer[..^1]);
        if (parent is JsonObject members && pointer[^1] is string name) members[name] = value;
        if (parent is JsonArray { Count: > 0 } items && pointer[^1] is int index) items[index] = value;
    }
}
