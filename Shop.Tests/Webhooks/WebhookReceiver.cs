using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shop.Proof.History;

namespace Shop.Tests.Webhooks;

/// <summary>A call as a subscriber received it, and what it was answered.</summary>
/// <param name="Number">Its place among the calls received.</param>
/// <param name="Id">The header that names the event.</param>
/// <param name="Timestamp">When it was sent, in seconds since 1970.</param>
/// <param name="Signature">The header that signs it.</param>
/// <param name="Query">What stands behind the address.</param>
/// <param name="TraceParent">The span that it was sent from (W3C Trace Context).</param>
/// <param name="Body">The bytes of the body.</param>
/// <param name="Event">The body.</param>
/// <param name="Answer">The status code that it was answered with.</param>
/// <param name="At">How long after the endpoint was opened it came.</param>
public sealed record ReceivedCall(int Number, string Id, long Timestamp, string Signature, string Query, string TraceParent, byte[] Body, EventMessage Event, int Answer, TimeSpan At);

/// <summary>An event as the body of a call has it.</summary>
public sealed record EventMessage(string Id, string Type, Guid OrderId, int Version, string CustomerId, string Status, decimal Total, string? RefundId);

/// <summary>A subscriber: an HTTP endpoint on a free loopback port that keeps what it is sent.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedCall> _calls = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _count;

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Where to call.</summary>
    public string Address => _app.Urls.Single() + "/hook";

    /// <summary>Every call so far, in the order in which they came in.</summary>
    public IEnumerable<ReceivedCall> Calls => _calls.OrderBy(call => call.Number);

    /// <summary>The events that were acknowledged, in the order in which they came in, also when they came again.</summary>
    internal IReadOnlyList<HeardEvent> Heard =>
        [.. Calls.Where(call => call.Answer < 300).Select(call => new HeardEvent(call.Event.OrderId, call.Event.Version, call.Event.Type))];

    /// <summary>Sets headers of the answers.</summary>
    public Action<IHeaderDictionary>? Headers { get; set; }

    /// <summary>Opens the endpoint.</summary>
    /// <param name="answer">What to answer an event with, also when it comes again; 200 where nothing is said.</param>
    public static Task<WebhookReceiver> StartAsync(Func<EventMessage, int>? answer = null) =>
        StartAsync(message => Task.FromResult(answer?.Invoke(message) ?? StatusCodes.Status200OK));

    /// <summary>Opens an endpoint that takes its time.</summary>
    /// <param name="answer">What to answer an event with, also when it comes again.</param>
    public static async Task<WebhookReceiver> StartAsync(Func<EventMessage, Task<int>> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.MapPost("/hook", context => receiver.TakeAsync(context, answer));
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Subscribes to all events of a shop.</summary>
    /// <param name="orders">A client of the order service.</param>
    /// <returns>The subscription and the key that its calls are signed with.</returns>
    public async Task<(Guid Id, string Secret)> SubscribeAsync(HttpClient orders)
    {
        using var created = await orders.PostAsJsonAsync("/webhooks", new { url = Address });
        Assert.Equal(System.Net.HttpStatusCode.Created, created.StatusCode);
        var subscription = await created.Content.ReadFromJsonAsync<JsonElement>();
        return (subscription.GetProperty("id").GetGuid(), subscription.GetProperty("secret").GetString()!);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, Func<EventMessage, Task<int>> answer)
    {
        var (number, at) = (Interlocked.Increment(ref _count), _clock.Elapsed);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var message = JsonSerializer.Deserialize<EventMessage>(body.ToArray(), JsonSerializerOptions.Web)!;
        var status = await answer(message);
        _calls.Enqueue(new(
            number, context.Request.Headers["Webhook-Id"].ToString(),
            long.Parse(context.Request.Headers["Webhook-Timestamp"].ToString(), CultureInfo.InvariantCulture),
            context.Request.Headers["Webhook-Signature"].ToString(), context.Request.QueryString.ToString(), context.Request.Headers.TraceParent.ToString(), body.ToArray(), message, status, at));
        context.Response.StatusCode = status;
        Headers?.Invoke(context.Response.Headers);
    }
}
