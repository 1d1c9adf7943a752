namespace Aspire.Dashboard.Otlp;

/// <summary>Bounds on what senders can make the process hold while it reads their requests.</summary>
internal static class OtlpLimits
{
    /// <summary>The largest request, after decompression. SDKs send far less; a collector's large batches fit.</summary>
    internal const int MaxRequestBytes = 16 << 20;

    /// <summary>Requests that are read and decoded at the same time; together with the size this bounds the memory.</summary>
    internal const int MaxConcurrentRequests = 4;

    /// <summary>Requests that may wait for their turn; further ones are told to come back later.</summary>
    internal const int MaxWaitingRequests = 256;

    /// <summary>When a sender that was turned away should come back, in seconds.</summary>
    internal const int RetryAfterSeconds = 1;
}
