using Microsoft.Extensions.Options;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Problems;

namespace Shop.PaymentApi.Gateway;

/// <summary>
/// Asks the gateway until it is certain what happened, and enters it: an answer that did not come is asked for again, under the
/// same key, a few times quickly. Who still hears nothing is told to come back, and goes on from there under the same key.
/// Nobody can call it off: the gateway may have moved the money, so a client that hangs up changes nothing of what is recorded.
/// </summary>
internal sealed class GatewayClient(IPaymentGateway gateway, GatewayRecords records, IOptions<PaymentOptions> options, TimeProvider time)
{
    private const string RetryAfterSeconds = "1";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks for what was noted before, a few times, and enters the answer.</summary>
    /// <returns>The answer, and the payment as it stands with it.</returns>
    /// <exception cref="GatewayUncertainException">No answer came at any try.</exception>
    public Task<(GatewayResult Result, PaymentState State)> AskAsync(GatewayRequest request) => AskAsync(request, options.Value.GatewayTries);

    /// <summary>Asks for what was noted before, so often, and enters the answer.</summary>
    /// <inheritdoc cref="AskAsync(GatewayRequest)"/>
    public async Task<(GatewayResult Result, PaymentState State)> AskAsync(GatewayRequest request, int tries)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await AskOnceAsync(request);
                return (result, await records.EnterAsync(request, result));
            }
            catch (GatewayUncertainException) when (attempt < tries)
            {
                await Task.Delay(Pause * attempt, time);
            }
        }
    }

    private async Task<GatewayResult> AskOnceAsync(GatewayRequest request)
    {
        using var limit = new CancellationTokenSource(options.Value.GatewayTimeout, time);
        try
        {
            return await gateway.PerformAsync(request, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new GatewayUncertainException("The payment gateway did not answer in time.");
        }
    }

    /// <summary>Answers 503 where the gateway left a request in the dark.</summary>
    public static async ValueTask<object?> AnswerUnavailable(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (GatewayUncertainException)
        {
            context.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Problem.Of(
                StatusCodes.Status503ServiceUnavailable, "/problems/gateway-unavailable", "The payment gateway does not answer.",
                "Send the same request again; what the gateway did before is not done twice.");
        }
    }
}
