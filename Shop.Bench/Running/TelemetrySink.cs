using System.Collections.Concurrent;
using Shop.Bench.Results;

namespace Shop.Bench.Running;

/// <summary>
/// Takes the telemetry of every shape over OTLP/HTTP and throws it away, so that each pays for sending it and none for a
/// dashboard. On request it tells from the spans which processes had a part in a request, and how long.
/// </summary>
internal sealed class TelemetrySink : IAsyncDisposable
{
    // Spans are sent once a second; twice that, so that a process that is busy elsewhere is waited for.
    private const int PollsInExportInterval = 12;

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentBag<TracedSpan>> _traces = new();
    private volatile bool _counting;

    private TelemetrySink(WebApplication app) => _app = app;

    /// <summary>Where telemetry is to be sent.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>Starts listening on a free port.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<TelemetrySink> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var sink = new TelemetrySink(app);
        app.Run(sink.TakeAsync);
        await app.StartAsync(cancellationToken);
        return sink;
    }

    /// <summary>Tells which processes take part in requests, and how long.</summary>
    /// <param name="kindOf">The kind of a request that enters the shop, by its path; null when it is none that is asked for.</param>
    /// <param name="requests">How many of these <paramref name="send"/> sends.</param>
    /// <param name="send">Sends them.</param>
    /// <param name="bound">How long to wait for their spans afterwards.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What each process did for a request of each kind, or null when not all spans came in time.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<ProcessPart>>?> FollowAsync(
        Func<string, string?> kindOf, int requests, Func<Task> send, TimeSpan bound, TimeProvider time, CancellationToken cancellationToken)
    {
        _traces.Clear();
        _counting = true;
        try
        {
            await send();
            var started = time.GetTimestamp();
            using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200), time);
            var before = -1;
            // Complete when every request has come and a whole export interval has brought no further span of them.
            while (time.GetElapsedTime(started) < bound)
            {
                var traces = _traces.Values.Select(spans => (Kind: spans.Where(s => s.IsEntry).Select(s => kindOf(s.Path)).FirstOrDefault(), Spans: spans))
                    .Where(trace => trace.Kind is not null).ToArray();
                var spans = traces.Sum(trace => trace.Spans.Count);
                if (traces.Length >= requests && spans == before)
                {
                    return traces.GroupBy(trace => trace.Kind!, trace => trace.Spans).ToDictionary(kind => kind.Key, kind => Parts([.. kind]));
                }
                before = spans;
                for (var i = 0; i < PollsInExportInterval; i++)
                    await poll.WaitForNextTickAsync(cancellationToken);
            }
            return null;
        }
        finally
        {
            _counting = false;
            _traces.Clear();
        }
    }

    private static IReadOnlyList<ProcessPart> Parts(IReadOnlyCollection<ConcurrentBag<TracedSpan>> traces) =>
        [.. traces.SelectMany(trace => trace).GroupBy(span => span.Process).Select(of => new ProcessPart(
            of.Key, Average(traces, of.Count(span => !span.IsStatement)), Average(traces, of.Where(span => !span.IsStatement).Sum(span => span.Duration.TotalSeconds)),
            Average(traces, of.Count(span => span.IsStatement))))];

    private static double Average(IReadOnlyCollection<ConcurrentBag<TracedSpan>> traces, double sum) => Math.Round(sum / traces.Count, 7);

    /// <summary>Stops listening.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        if (_counting && context.Request.Path == "/v1/traces")
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            try
            {
                foreach (var span in TracedSpan.ReadAll(body.GetBuffer().AsSpan(0, (int)body.Length)))
                    _traces.GetOrAdd(span.TraceId, _ => []).Add(span);
            }
            catch (InvalidDataException)
            {
                // Not to be sent again (OTLP/HTTP, "bad data").
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
            }
        }
        else
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }
        // An empty protobuf message: everything was taken (OTLP/HTTP, "full success"), or nothing was and there is no more to say.
        context.Response.ContentType = "application/x-protobuf";
    }
}
