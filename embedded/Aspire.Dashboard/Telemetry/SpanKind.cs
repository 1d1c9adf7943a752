namespace Aspire.Dashboard.Telemetry;

/// <summary>A span's role in a call, numbered as in OTLP.</summary>
internal enum SpanKind : byte
{
    Unspecified = 0,
    Internal = 1,
    Server = 2,
    Client = 3,
    Producer = 4,
    Consumer = 5,
}

/// <summary>How a span ended, numbered as in OTLP.</summary>
internal enum SpanStatus : byte
{
    Unset = 0,
    Ok = 1,
    Error = 2,
}
