namespace Shop.Tests.Contract;

/// <summary>What came back.</summary>
/// <param name="Status">The status code; 0 where no answer came at all.</param>
/// <param name="Headers">All headers, those of the body as well; several values joined.</param>
/// <param name="Body">The body, or of a stream its beginning.</param>
internal sealed record FuzzAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The media type without its parameters, or null.</summary>
    public string? MediaType => Headers.TryGetValue("Content-Type", out var type) ? type.Split(';')[0].Trim().ToLowerInvariant() : null;

    public bool IsSuccess => Status is >= 200 and < 300;
}
