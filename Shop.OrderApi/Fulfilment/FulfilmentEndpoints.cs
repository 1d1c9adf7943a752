using Shop.OrderApi.Orders;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Problems;

namespace Shop.OrderApi.Fulfilment;

/// <summary>
/// <c>/orders/{id}/cancel</c>, <c>/ship</c>, <c>/refund</c> and <c>/resume</c>. Each can be repeated: done is 200 with the order, under way is
/// 202, and what the order's state does not allow (because something else came first) is 409.
/// </summary>
internal static class FulfilmentEndpoints
{
    public static void MapFulfilment(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/orders/{id}").WithTags("Fulfilment");
        Describe(group.MapPost("/cancel", (Guid id, FulfilmentHandler handler, HttpContext http) =>
            RespondAsync(http, handler.CancelAsync(id, http.User, http.RequestAborted), "cancelled", id)).ForCustomers(), "Calls an order off: stock and money go back.");
        Describe(group.MapPost("/ship", (Guid id, FulfilmentHandler handler, HttpContext http) =>
            RespondAsync(http, handler.ShipAsync(id, http.User, http.RequestAborted), "shipped", id)).ForStaff(), "Sends an order out: the payment is captured, the goods leave.");
        Describe(group.MapPost("/resume", (Guid id, FulfilmentHandler handler, HttpContext http) =>
            RespondAsync(http, handler.ResumeAsync(id, http.User, http.RequestAborted), "resumed", id)).ForStaff(), "Takes up an order that is stuck, after people have looked at it.");
        Describe(group.MapPost("/refund", RefundAsync).ForStaff(), "Gives money back for a shipped order: an amount, under a refundId, or all that is left; can be repeated safely.");
    }

    private static async Task<IResult> RefundAsync(Guid id, RefundRequest? request, FulfilmentHandler handler, HttpContext http)
    {
        request ??= new();
        var errors = request.Validate();
        return errors.Count > 0
            ? Problem.Invalid(errors)
            : await RespondAsync(http, handler.RefundAsync(id, request, http.User, http.RequestAborted), "refunded", id);
    }

    private static async Task<IResult> RespondAsync(HttpContext http, Task<FulfilmentResult> request, string participle, Guid id)
    {
        var result = await request;
        switch (result.Outcome)
        {
            case FulfilmentOutcome.NotFound:
                return Problem.NotFound($"There is no order {id}.");
            case FulfilmentOutcome.Done:
                return OrderResponse.Of(result.Order!).ToResult(http.Response);
            case FulfilmentOutcome.UnderWay:
                return OrderResponse.Of(result.Order!).ToResult(http.Response, StatusCodes.Status202Accepted);
            case FulfilmentOutcome.RefundConflict or FulfilmentOutcome.RefundExceeds or FulfilmentOutcome.RefundRefused:
                return RefundProblem.Of(result);
            case FulfilmentOutcome.NotPossible:
                var order = result.Order!;
                return Problem.Of(
                    StatusCodes.Status409Conflict, "/problems/order-state", $"The order cannot be {participle}.",
                    $"Order {id} is {order.Status}{(order.Goal == OrderGoal.None ? "" : $" and on its way to {order.Goal}")}" +
                    $"{(order.State.IsStuck ? ", where it is stuck: people have to look at it and resume it" : "")}.",
                    new Dictionary<string, object?> { ["orderId"] = id, ["orderStatus"] = order.Status.ToString() });
            default:
                http.Response.Headers.RetryAfter = "1";
                return Problem.Of(
                    StatusCodes.Status503ServiceUnavailable, Refusal.BusyType, "The order is busy.",
                    $"Order {id} is being written by others all the time. Send the same request again.");
        }
    }

    private static void Describe(RouteHandlerBuilder endpoint, string summary) => endpoint
        .WithSummary(summary)
        .AnswersWaiting("Where the order is; waitsFor says why it is not done yet.")
        .Produces<OrderResponse>()
        .Produces<OrderResponse>(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);
}
