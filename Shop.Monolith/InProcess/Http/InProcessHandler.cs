using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Shop.Monolith.InProcess.Http;

/// <summary>
/// Has the same process answer a request: no socket, no port, and all that the pipeline does with any other request. The pages are written
/// against the services' HTTP interface; this is what they call where the services are next to them.
/// </summary>
/// <param name="pipeline">The application's pipeline.</param>
/// <param name="contexts">Makes contexts as the server does.</param>
internal sealed class InProcessHandler(InProcessPipeline pipeline, IHttpContextFactory contexts) : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var exchange = new InProcessExchange(request, cancellationToken);
        // On its own: who asks reads the answer while it is written. Of what is ambient only the span goes along: a context that is made
        // there would take the place of the page's for all that the page does (HttpContextAccessor).
        var span = Activity.Current;
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(
                () =>
                {
                    Activity.Current = span;
                    return RunAsync(exchange, request, body);
                },
                CancellationToken.None);
        }

        return await exchange.Response.WaitAsync(cancellationToken);
    }

    private async Task RunAsync(InProcessExchange exchange, HttpRequestMessage request, byte[] body)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(RequestOf(request, body));
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(body.Length > 0));
        features.Set<IHttpResponseFeature>(exchange);
        features.Set<IHttpResponseBodyFeature>(exchange);
        features.Set<IHttpRequestLifetimeFeature>(exchange);
        var context = contexts.Create(features);
        try
        {
            await pipeline.InvokeAsync(context);
            await exchange.CompleteAsync();
        }
        catch (Exception exception)
        {
            exchange.Fail(exception);
        }
        finally
        {
            contexts.Dispose(context);
            exchange.Dispose();
        }
    }

    private static HttpRequestFeature RequestOf(HttpRequestMessage request, byte[] body)
    {
        var address = request.RequestUri!;
        var headers = new HeaderDictionary { ["Host"] = address.Authority };
        foreach (var (name, values) in request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()))
            headers[name] = values.ToArray();
        return new()
        {
            Protocol = "HTTP/1.1",
            Scheme = address.Scheme,
            Method = request.Method.Method,
            Path = Uri.UnescapeDataString(address.AbsolutePath),
            QueryString = address.Query,
            RawTarget = address.PathAndQuery,
            Headers = headers,
            Body = new MemoryStream(body, writable: false),
        };
    }

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;
}
