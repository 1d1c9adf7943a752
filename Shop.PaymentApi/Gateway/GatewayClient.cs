using Microsoft.Extensions.Options;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Problems;

namespace Shop.PaymentApi.Gateway;

/// <summary>
/// Asks the gateway until it is certain what happened: an answer that did not come is asked for again, under the same key, a few
/// times quickly. Who still hears nothing is told to come back, and goes on from there under the same key.
/// </summary>
internal sealed class GatewayClient(IPaymentGateway gateway, IOptions<PaymentOptions> options, TimeProvider time)
{
    private const string RetryAfterSeconds = "1";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <exception cref="GatewayUncertainException">No answer came at any try.</exception>
    public async Task<GatewayResult> AskAsync(GatewayRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await gateway.PerformAsync(request, cancellationToken);
            }
            catch (GatewayUncertainException) when (attempt < options.Value.GatewayTries)
            {
                await Task.Delay(Pause * attempt, time, cancellationToken);
            }
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
