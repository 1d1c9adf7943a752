namespace Aspire.Dashboard.Otlp.Http;

/// <summary>A request that is refused with this HTTP status; the message is meant for the sender.</summary>
internal sealed class OtlpHttpException(int statusCode, string message) : Exception(message)
{
    internal int StatusCode { get; } = statusCode;
}
