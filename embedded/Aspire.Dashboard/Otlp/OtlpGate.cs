using System.Globalization;
using Aspire.Dashboard.Hosting;
using Aspire.Dashboard.Otlp.Http;
using Aspire.Dashboard.Security;

namespace Aspire.Dashboard.Otlp;

/// <summary>
/// Stands before all OTLP endpoints: checks the API key before a byte of the body is read, and admits only so many requests
/// at a time that their bodies fit into memory.
/// </summary>
internal sealed class OtlpGate(DashboardOptions options) : IDisposable
{
    internal const string ApiKeyHeader = "x-otlp-api-key";

    // Codes of https://grpc.io/docs/guides/status-codes/.
    private const int GrpcUnavailable = 14;
    private const int GrpcUnauthenticated = 16;

    private readonly Secrets? _keys = options.Otlp.AuthMode == ApiAuthMode.ApiKey ? new Secrets(options.Otlp.PrimaryApiKey, options.Otlp.SecondaryApiKey) : null;
    private readonly SemaphoreSlim _places = new(OtlpLimits.MaxConcurrentRequests);
    private int _waiting;

    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (_keys?.Accepts(context.Request.Headers[ApiKeyHeader]) == false)
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, GrpcUnauthenticated, $"The header {ApiKeyHeader} is missing or wrong.");
            return;
        }
        if (!await EnterAsync(context.RequestAborted))
        {
            context.Response.Headers.RetryAfter = OtlpLimits.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, GrpcUnavailable, "Too many requests are waiting; send again later.");
            return;
        }
        try
        {
            await next(context);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        if (_places.Wait(0, CancellationToken.None))
            return true;
        try
        {
            if (Interlocked.Increment(ref _waiting) > OtlpLimits.MaxWaitingRequests)
                return false;
            await _places.WaitAsync(cancellationToken);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static Task RefuseAsync(HttpContext context, int statusCode, int grpcStatus, string message)
    {
        if (context.Role() == EndpointRole.OtlpHttp)
            return OtlpHttpEndpoints.WriteErrorAsync(context, statusCode, message);

        // A gRPC error without a message: HTTP 200, the status in the only headers.
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = grpcStatus.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
        return Task.CompletedTask;
    }
}
