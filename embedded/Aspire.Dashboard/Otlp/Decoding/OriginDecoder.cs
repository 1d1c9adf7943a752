using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Otlp.Decoding;

/// <summary>Reads where telemetry comes from: the resource and the instrumentation scope.</summary>
internal sealed class OriginDecoder(ITelemetrySink sink, AttributeDecoder attributes)
{
    private const string NameWhereNoneIsGiven = "unknown_service";

    // Enough for any real process to describe itself in; five hundred of them stay within 32 MiB.
    private const int MaxResourceBytes = 64 << 10;

    /// <summary>The resource in field 1 of a <c>ResourceSpans</c>, <c>ResourceLogs</c> or <c>ResourceMetrics</c>.</summary>
    internal TelemetryResource ReadResource(ReadOnlySpan<byte> container)
    {
        var described = ReadAttributes(Field1(container), 1, out _, out _);
        var name = described.FindText("service.name");
        var instance = described.FindText("service.instance.id");
        var key = new ResourceKey(string.IsNullOrWhiteSpace(name) ? NameWhereNoneIsGiven : name, string.IsNullOrWhiteSpace(instance) ? null : instance);
        return sink.ResolveResource(key, Fitting(described));
    }

    /// <summary>The scope in field 1 of a <c>ScopeSpans</c>, <c>ScopeLogs</c> or <c>ScopeMetrics</c>.</summary>
    internal TelemetryScope ReadScope(ReadOnlySpan<byte> container)
    {
        var scope = Field1(container);
        return scope.IsEmpty ? TelemetryScope.None : sink.ResolveScope(ReadAttributes(scope, 3, out var name, out var version), name, version);
    }

    private TelemetryAttribute[] Fitting(TelemetryAttribute[] described)
    {
        var kept = described.Length;
        while (kept > 0 && Sizes.Of(described[..kept]) > MaxResourceBytes)
            kept--;
        sink.Drops.Count(DropReason.Attributes, described.Length - kept);
        return kept == described.Length ? described : described[..kept];
    }

    private TelemetryAttribute[] ReadAttributes(ReadOnlySpan<byte> message, int field, out string first, out string second)
    {
        (first, second) = ("", "");
        var mark = attributes.Mark();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Is(field, WireType.Bytes))
                attributes.Push(reader.ReadBytes(), mark);
            else if (reader.Is(1, WireType.Bytes))
                first = attributes.ReadString(reader.ReadBytes());
            else if (reader.Is(2, WireType.Bytes))
                second = attributes.ReadString(reader.ReadBytes());
            else
                reader.Skip();
        }
        return attributes.Pop(mark);
    }

    /// <summary>The order of fields is free, so the origin is looked for before what comes from it is read.</summary>
    private static ReadOnlySpan<byte> Field1(ReadOnlySpan<byte> container)
    {
        var found = ReadOnlySpan<byte>.Empty;
        var reader = new ProtoReader(container);
        while (reader.Next())
        {
            if (reader.Is(1, WireType.Bytes))
                found = reader.ReadBytes();
            else
                reader.Skip();
        }
        return found;
    }
}
