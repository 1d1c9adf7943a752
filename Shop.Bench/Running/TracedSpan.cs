using System.Text;

namespace Shop.Bench.Running;

/// <summary>A request as one process handled it, or a statement that it sent to its database.</summary>
/// <param name="TraceId">What the spans of one request have in common.</param>
/// <param name="IsStatement">Whether it is a statement, or several that were sent at once, and no request.</param>
/// <param name="Process">The process, by the name that it gives itself.</param>
/// <param name="Path">The path that was asked for; empty for a statement.</param>
/// <param name="IsEntry">Whether it came from outside and not from another process of the shop.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record TracedSpan(string TraceId, bool IsStatement, string Process, string Path, bool IsEntry, TimeSpan Duration)
{
    /// <summary>Finds the requests and statements in what an exporter sends; the field numbers are those of the protobuf definitions of OTLP 1.</summary>
    /// <param name="request">An <c>ExportTraceServiceRequest</c>.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static IReadOnlyList<TracedSpan> ReadAll(ReadOnlySpan<byte> request)
    {
        const int resourceSpans = 1, resource = 1, attributes = 1, scopeSpans = 2, spans = 2;
        var found = new List<TracedSpan>();
        ForEach(request, resourceSpans, ofProcess =>
        {
            var process = "";
            ForEach(ofProcess, resource, described => ForEach(described, attributes, attribute => process = ValueOf("service.name"u8, attribute) ?? process));
            ForEach(ofProcess, scopeSpans, scope => ForEach(scope, spans, span =>
            {
                if (Read(span, process) is { } traced)
                    found.Add(traced);
            }));
        });
        return found;
    }

    private static TracedSpan? Read(ReadOnlySpan<byte> span, string process)
    {
        const int traceId = 1, parentSpanId = 4, kind = 6, startNanoseconds = 7, endNanoseconds = 8, attributes = 9;
        const ulong server = 2;
        var (trace, path, isEntry, isServer, isStatement) = ("", "", true, false, false);
        ulong start = 0, end = 0;
        var reader = new ProtobufReader(span);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case traceId:
                    trace = Convert.ToHexString(reader.Bytes);
                    break;
                case parentSpanId:
                    isEntry = reader.Bytes.IsEmpty;
                    break;
                case kind:
                    isServer = reader.Number == server;
                    break;
                case startNanoseconds:
                    start = reader.Number;
                    break;
                case endNanoseconds:
                    end = reader.Number;
                    break;
                case attributes:
                    path = ValueOf("url.path"u8, reader.Bytes) ?? path;
                    isStatement |= ValueOf("db.system.name"u8, reader.Bytes) is not null;
                    break;
            }
        }
        return isServer || isStatement
            ? new TracedSpan(trace, isStatement, process, path, isEntry && isServer, TimeSpan.FromTicks(((long)end - (long)start) / TimeSpan.NanosecondsPerTick))
            : null;
    }

    private static string? ValueOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> attribute)
    {
        const int key = 1, value = 2, stringValue = 1;
        var isAsked = false;
        string? text = null;
        var reader = new ProtobufReader(attribute);
        while (reader.Read())
        {
            if (reader.Field == key)
                isAsked = reader.Bytes.SequenceEqual(name);
            else if (reader.Field == value)
                ForEach(reader.Bytes, stringValue, bytes => text = Encoding.UTF8.GetString(bytes));
        }
        return isAsked ? text : null;
    }

    private static void ForEach(ReadOnlySpan<byte> message, int field, Action<ReadOnlySpan<byte>> take)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == field)
                take(reader.Bytes);
        }
    }
}
