using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Api;

/// <summary>Streams records as they come, one OTLP JSON document a line (NDJSON), beginning with those already stored.</summary>
internal sealed class TelemetryFollower(ITelemetryStore store, IHostApplicationLifetime lifetime)
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    /// <param name="kind">What to wait for.</param>
    /// <param name="read">Gives the records stored after a sequence number.</param>
    /// <param name="sequenceOf">The sequence number of a record.</param>
    /// <param name="write">Writes records as one document.</param>
    internal IResult Follow<T>(TelemetryKinds kind, Func<long, List<T>> read, Func<T, long> sequenceOf, Action<Utf8JsonWriter, IEnumerable<T>> write) =>
        new FollowResult(context => StreamAsync(context, kind, read, sequenceOf, write));

    private async Task StreamAsync<T>(HttpContext context, TelemetryKinds kind, Func<long, List<T>> read, Func<T, long> sequenceOf, Action<Utf8JsonWriter, IEnumerable<T>> write)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);

        // One place is enough: it says "look again", however often something has changed.
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = store.Subscribe(kinds =>
        {
            if ((kinds & kind) != 0)
                changes.Writer.TryWrite(true);
        });
        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await context.Response.StartAsync(ending.Token);
            await context.Response.Body.FlushAsync(ending.Token);
            var last = -1L;
            do
            {
                var records = read(last);
                last = records.Count == 0 ? last : Math.Max(last, records.Max(sequenceOf));
                await WriteLinesAsync(context.Response, records, write, ending.Token);
            }
            while (await changes.Reader.ReadAsync(ending.Token));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The caller has seen enough, or the dashboard stops.
        }
    }

    private static async Task WriteLinesAsync<T>(HttpResponse response, List<T> records, Action<Utf8JsonWriter, IEnumerable<T>> write, CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            await using (var json = new Utf8JsonWriter(response.BodyWriter))
                write(json, [record]);
            response.BodyWriter.Write(LineEnd);
            await response.BodyWriter.FlushAsync(cancellationToken);
        }
    }

    private sealed class FollowResult(Func<HttpContext, Task> stream) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => stream(httpContext);
    }
}
