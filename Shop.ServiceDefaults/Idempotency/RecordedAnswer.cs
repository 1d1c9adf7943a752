using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Shop.ServiceDefaults.Idempotency;

/// <summary>An answer as it goes over the wire, to be given again.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="ContentType">What the body is; null where there is none.</param>
/// <param name="Location">Where what was made is.</param>
/// <param name="ETag">The state that the answer shows.</param>
/// <param name="Body">The body.</param>
public sealed record RecordedAnswer(int Status, string? ContentType, string? Location, string? ETag, ReadOnlyMemory<byte> Body) : IResult
{
    /// <summary>Whether it is given for the second time or later.</summary>
    public bool IsReplayed { get; init; }

    /// <summary>Takes down what a result would send. Nothing of it is sent yet.</summary>
    /// <param name="result">The result.</param>
    /// <param name="services">The services of the request.</param>
    public static async Task<RecordedAnswer> OfAsync(IResult result, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var body = new MemoryStream();
        var nobody = new DefaultHttpContext { RequestServices = services };
        nobody.Response.Body = body;
        await result.ExecuteAsync(nobody);
        await nobody.Response.CompleteAsync();
        var headers = nobody.Response.Headers;
        return new(nobody.Response.StatusCode, nobody.Response.ContentType, TextOf(headers, HeaderNames.Location), TextOf(headers, HeaderNames.ETag), body.ToArray());
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (Status, ContentType, Body.Length);
        if (Location is not null) response.Headers.Location = Location;
        if (ETag is not null) response.Headers.ETag = ETag;
        if (IsReplayed) response.MarkReplayed();
        await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }

    private static string? TextOf(IHeaderDictionary headers, string name) => headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
