using System.Text;

namespace Shop.Bench.Running;

/// <summary>A request as one process handled it.</summary>
/// <param name="TraceId">What the spans of one request have in common.</param>
/// <param name="Path">The path that was asked for.</param>
/// <param name="IsEntry">Whether it came from outside and not from another process of the shop.</param>
internal sealed record ServerSpan(string TraceId, string Path, bool IsEntry)
{
    /// <summary>Finds the server spans in what an exporter sends; the field numbers are those of the protobuf definitions of OTLP 1.</summary>
    /// <param name="request">An <c>ExportTraceServiceRequest</c>.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static IReadOnlyList<ServerSpan> ReadAll(ReadOnlySpan<byte> request)
    {
        const int resourceSpans = 1, scopeSpans = 2, spans = 2;
        var found = new List<ServerSpan>();
        ForEach(request, resourceSpans, resource => ForEach(resource, scopeSpans, scope => ForEach(scope, spans, span =>
        {
            if (Read(span) is { } served)
                found.Add(served);
        })));
        return found;
    }

    private static ServerSpan? Read(ReadOnlySpan<byte> span)
    {
        const int traceId = 1, parentSpanId = 4, kind = 6, attributes = 9;
        const ulong server = 2;
        var (trace, path, isEntry, isServer) = ("", "", true, false);
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
                case attributes:
                    path = PathIn(reader.Bytes) ?? path;
                    break;
            }
        }
        return isServer ? new ServerSpan(trace, path, isEntry) : null;
    }

    private static string? PathIn(ReadOnlySpan<byte> attribute)
    {
        const int key = 1, value = 2, stringValue = 1;
        var isPath = false;
        string? text = null;
        var reader = new ProtobufReader(attribute);
        while (reader.Read())
        {
            if (reader.Field == key)
                isPath = reader.Bytes.SequenceEqual("url.path"u8);
            else if (reader.Field == value)
                ForEach(reader.Bytes, stringValue, bytes => text = Encoding.UTF8.GetString(bytes));
        }
        return isPath ? text : null;
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
