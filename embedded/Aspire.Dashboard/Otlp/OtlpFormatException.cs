namespace Aspire.Dashboard.Otlp;

/// <summary>A payload that is not what it claims to be; the message is meant for the sender.</summary>
internal sealed class OtlpFormatException(string message) : Exception(message);
