using System.Text;
using System.Text.Json.Nodes;

namespace Shop.Tests.Contract;

/// <summary>Which part of a valid request was changed.</summary>
[Flags]
internal enum Touched
{
    Nothing = 0,
    BodyValue = 1,
    BodyText = 2,
    Query = 4,
    Path = 8,
    Headers = 16,
    Accept = 32,
    Method = 64,
    DuplicateMember = 128,
    DuplicateParameter = 256,
}

/// <summary>A request under construction: valid at first, then changed.</summary>
/// <param name="operation">What it asks for.</param>
internal sealed class FuzzRequest(ApiOperation operation)
{
    /// <summary>Begins a string in the body that stands for a piece of JSON text that no tree can hold: NaN, half a surrogate pair.</summary>
    private const string RawMark = "@@raw:";

    private readonly List<string> _literals = [];

    public ApiOperation Operation => operation;

    public string Method { get; set; } = operation.Method;

    /// <summary>Values of the path's parameters, percent-encoded.</summary>
    public Dictionary<string, string> PathValues { get; } = [];

    /// <summary>Names and values, percent-encoded; a value of null is a name alone.</summary>
    public List<(string Name, string? Value)> Query { get; } = [];

    public List<(string Name, string Value)> Headers { get; } = [];

    /// <summary>The body as a tree, or null for none.</summary>
    public JsonNode? Body { get; set; }

    /// <summary>The body as bytes, where it is no tree any more.</summary>
    public byte[]? RawBody { get; set; }

    public Touched Touched { get; set; }

    /// <summary>What was changed, in words.</summary>
    public List<string> Changes { get; } = [];

    /// <summary>Path and query as they go over the wire.</summary>
    public string Target
    {
        get
        {
            var path = PathValues.Aggregate(operation.Path, (at, pair) => at.Replace($"{{{pair.Key}}}", pair.Value));
            return Query.Count == 0 ? path : $"{path}?{string.Join('&', Query.Select(pair => pair.Value is null ? pair.Name : $"{pair.Name}={pair.Value}"))}";
        }
    }

    /// <summary>Removes a header and, unless the value is null, writes it anew.</summary>
    public void Set(string header, string? value)
    {
        Headers.RemoveAll(pair => string.Equals(pair.Name, header, StringComparison.OrdinalIgnoreCase));
        if (value is not null) Headers.Add((header, value));
    }

    /// <summary>A node that is written as the given text.</summary>
    public JsonNode Literal(string json)
    {
        _literals.Add(json);
        return JsonValue.Create($"{RawMark}{_literals.Count - 1}@@");
    }

    /// <summary>The body's bytes, or null for none.</summary>
    public byte[]? Bytes()
    {
        if (RawBody is not null || Body is null) return RawBody;
        var text = new StringBuilder(Body.ToJsonString());
        for (var i = 0; i < _literals.Count; i++) text.Replace($"\"{RawMark}{i}@@\"", _literals[i]);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The request as a line for a shell.</summary>
    /// <param name="address">The service's preferred address.</param>
    public string ToCurl(string address)
    {
        var line = new StringBuilder("curl -i ");
        line.Append(Method switch { "GET" => "", "HEAD" => "-I ", _ => $"-X {Method} " });
        line.Append($"{Quote(address + Target)}");
        foreach (var (name, value) in Headers) line.Append($" -H {Quote(value.Length == 0 ? $"{name};" : $"{name}: {value}")}");
        if (Bytes() is not { } bytes) return line.ToString();

        if (!Headers.Exists(pair => pair.Name == "Content-Type")) line.Append(" -H 'Content-Type:'");
        return $"{Printf(bytes)} | {line} --data-binary @-";
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''")}'";

    /// <summary>No shell can pass a NUL, and no terminal shows bytes that are not UTF-8: both as octal numbers.</summary>
    private static string Printf(byte[] bytes)
    {
        const int longest = 400;
        if (bytes.Length > longest && bytes.AsSpan(longest / 2).IndexOfAnyExcept(bytes[longest / 2]) is var run and (-1 or > longest))
        {
            var end = run < 0 ? bytes.Length : run + longest / 2;
            var (start, count) = (longest / 2, end - longest / 2);
            return $"(printf '{Octal(bytes[..start])}'; head -c {count} /dev/zero | tr '\\0' '{(char)bytes[start]}'; printf '{Octal(bytes[end..])}')";
        }

        return $"printf '{Octal(bytes)}'";
    }

    private static string Octal(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var value in bytes)
        {
            text.Append((char)value switch
            {
                '%' => "%%",
                '\\' => "\\\\",
                >= ' ' and < (char)127 and not '\'' => $"{(char)value}",
                _ => $"\\{Convert.ToString(value, 8).PadLeft(3, '0')}",
            });
        }

        return text.ToString();
    }
}
