using System.Globalization;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Checkout;

/// <summary>
/// The answer to a request that places an order. It follows from the order alone, so that nothing has to be stored to give it
/// again: confirmed once is 201 for ever, refused is the refusal. 202 and 503 are not final; the same request sent later is
/// answered with what has become of it.
/// </summary>
internal static class CheckoutAnswer
{
    private const int RetryAfterSeconds = 2;

    public static IResult For(Order order, HttpResponse response)
    {
        if (order.Events.Any(change => change.Type == OrderEventTypes.Confirmed))
            return OrderAnswer.Of(response, OrderView.AsConfirmed(order), StatusCodes.Status201Created);

        if (order.Refusal is { } refusal && refusal.Status != StatusCodes.Status503ServiceUnavailable)
            return Refused(order, refusal);

        // Past the first step, or put off before: the client has been or can be told of it, and it will be finished.
        if (order is { Refusal: null } && (order.Attempts > 0 || order.State != OrderState.Placed))
            return OrderAnswer.Of(response, OrderView.Of(order), StatusCodes.Status202Accepted);

        response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return Refused(order, Refusal.Unavailable);
    }

    private static IResult Refused(Order order, Refusal refusal) => Results.Json(
        RefusalView.Of(order.Id, refusal), OrderJson.Default.RefusalView, "application/problem+json", refusal.Status);
}
