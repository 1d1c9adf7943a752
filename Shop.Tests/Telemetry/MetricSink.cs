using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shop.Tests.Telemetry;

/// <summary>
/// Takes metrics by OTLP/HTTP on a free loopback port and remembers who has sent what. The dashboard's telemetry API leaves metrics
/// out, and two names can be found in a message without the means to read it.
/// </summary>
public sealed class MetricSink : IAsyncDisposable
{
    private const string Path = "/v1/metrics";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _messages = new();

    private MetricSink(WebApplication app) => _app = app;

    /// <summary>Where to send metrics to.</summary>
    public string Endpoint => _app.Urls.Single() + Path;

    /// <summary>Whether a service has sent points of an instrument.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="instrument">The instrument's name.</param>
    public bool HasMetric(string service, string instrument)
    {
        var (ofService, ofInstrument) = (ServiceName(service), Field(1, instrument));
        return _messages.Any(message => message.AsSpan().IndexOf(ofService) >= 0 && message.AsSpan().IndexOf(ofInstrument) >= 0);
    }

    /// <summary>Opens the endpoint.</summary>
    public static async Task<MetricSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var sink = new MetricSink(app);
        app.MapPost(Path, sink.TakeAsync);
        await app.StartAsync();
        return sink;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var message = new MemoryStream();
        await context.Request.Body.CopyToAsync(message, context.RequestAborted);
        _messages.Enqueue(message.ToArray());
        // An empty message of the protocol: everything was taken.
        context.Response.ContentType = "application/x-protobuf";
    }

    // An attribute is a key and a value, and the value a message with a text as its first field.
    private static byte[] ServiceName(string service)
    {
        var value = Field(1, service);
        return [.. Field(1, "service.name"), 2 << 3 | 2, (byte)value.Length, .. value];
    }

    // A text in Protocol Buffers: the number of its field with its wire type, its length (short enough for one byte) and itself.
    private static byte[] Field(int number, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)(number << 3 | 2), (byte)bytes.Length, .. bytes];
    }
}
