using System.Net.Http.Headers;
using System.Text;
using Shop.Tests.Hosting;

namespace Shop.Tests.Contract;

/// <summary>Sends requests as they are: nothing is escaped, completed, redirected or repeated.</summary>
/// <param name="address">The service.</param>
internal sealed class FuzzClient(Uri address) : IDisposable
{
    /// <summary>Of a stream that need not end, only the beginning is read.</summary>
    private static readonly TimeSpan StreamTime = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<FuzzAnswer> SendAsync(FuzzRequest request)
    {
        using var bound = new CancellationTokenSource(AnswerBound);
        try
        {
            return await SendOnceAsync(request, bound.Token);
        }
        // A server that refuses a body may close the connection before it has read all of it; the answer is lost to some clients then.
        catch (HttpRequestException)
        {
            try
            {
                return await SendOnceAsync(request, bound.Token);
            }
            catch (HttpRequestException exception)
            {
                return NoAnswer(exception.Message);
            }
        }
        catch (OperationCanceledException)
        {
            return NoAnswer($"Nothing came within {AnswerBound.TotalSeconds} s.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static FuzzAnswer NoAnswer(string why) => new(0, new Dictionary<string, string>(), Encoding.UTF8.GetBytes(why));

    private async Task<FuzzAnswer> SendOnceAsync(FuzzRequest request, CancellationToken cancellationToken)
    {
        var target = new Uri(address.GetLeftPart(UriPartial.Authority) + request.Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), target);
        if (request.Bytes() is { } bytes) message.Content = new ByteArrayContent(bytes);
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value)) message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        message.Headers.Authorization ??= Credentials.For(message.Method, target.AbsolutePath);
        using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var isStream = response.Content.Headers.TryGetValues("Content-Type", out var type) && type.Any(value => value.StartsWith("text/event-stream", StringComparison.Ordinal));
        var body = isStream ? await BeginningAsync(response, cancellationToken) : await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new((int)response.StatusCode, All(response.Headers, response.Content.Headers), body);
    }

    private static Dictionary<string, string> All(params HttpHeaders[] parts) => parts
        .SelectMany(part => part.NonValidated)
        .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    private static async Task<byte[]> BeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(StreamTime);
        using var read = new MemoryStream();
        try
        {
            await (await response.Content.ReadAsStreamAsync(enough.Token)).CopyToAsync(read, enough.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
        }

        return read.ToArray();
    }
}
