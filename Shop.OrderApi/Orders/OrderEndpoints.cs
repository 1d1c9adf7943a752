using System.Diagnostics;
using Shop.OrderApi.Checkout;
using Shop.OrderApi.Idempotency;
using Shop.ServiceDefaults.Paging;
using Shop.ServiceDefaults.Problems;

namespace Shop.OrderApi.Orders;

/// <summary><c>/orders</c>: placing, listing and showing them.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/orders").WithTags("Orders");
        group.MapPost("", PlaceAsync)
            .WithSummary("Places an order. The same Idempotency-Key with the same body gets the same answer.")
            .Produces<OrderView>(StatusCodes.Status201Created)
            .Produces<OrderView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status402PaymentRequired)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListAsync)
            .WithSummary("Lists orders, newest first; stuck=true are those that people have to look at.")
            .Produces<OrderSummary[]>();
        group.MapGet("/{id}", ShowAsync)
            .WithSummary("Shows an order with its lines and its history.")
            .Produces<OrderView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> PlaceAsync(
        PlaceOrderRequest request, HttpContext http, ICheckout checkout, CrashPoint crash, TimeProvider time)
    {
        if (IdempotencyKey.Read(http.Request.Headers) is not { } key)
        {
            return Problem.Invalid(IdempotencyKey.Header,
                $"One header of 1 to {IdempotencyKey.MaxLength} printable ASCII characters is required, a new one for every new order.");
        }

        var errors = request.Validate();
        if (errors.Count > 0) return Problem.Invalid(errors);

        crash.Arm(http.Request.Headers);
        var asked = request.ToOrder(OrderClock.Now(time), Activity.Current?.Id);
        return await checkout.PlaceAsync(asked, IdempotencyKey.For(asked, key), http.RequestAborted) is { } order
            ? CheckoutAnswer.For(order, http.Response)
            : Problem.Of(
                StatusCodes.Status422UnprocessableEntity, "/problems/idempotency-key-reused", "The key stands for another order.",
                $"The {IdempotencyKey.Header} was used by this customer with another body. Send a new key with a new order.");
    }

    private static async Task<IResult> ListAsync(
        string? customerId, string? status, bool? stuck, Guid? after, int? limit, OrderList orders, HttpContext http)
    {
        if (KeysetPage.Check(limit) is { } invalid) return invalid;
        if (customerId is not null && !PlaceOrderRequest.IsName(customerId))
            return Problem.Invalid("customerId", "This cannot be the id of a customer.");

        OrderStatus? wanted = null;
        if (status is not null)
        {
            if (!Enum.TryParse<OrderStatus>(status, ignoreCase: true, out var parsed) || !char.IsLetter(status[0]) || !Enum.IsDefined(parsed))
                return Problem.Invalid("status", $"A status is one of {string.Join(", ", Enum.GetNames<OrderStatus>())}.");
            wanted = parsed;
        }

        var count = limit ?? KeysetPage.DefaultLimit;
        var page = await orders.ReadAsync(customerId, wanted, stuck ?? false, after, count, http.RequestAborted);
        if (page.Length == count) http.Response.Headers.Link = KeysetPage.Next(http.Request, page[^1].Id.ToString());
        return TypedResults.Ok(page);
    }

    private static async Task<IResult> ShowAsync(Guid id, OrderFollower orders, HttpContext http) =>
        await orders.FindAsync(id, http.RequestAborted) is { } order
            ? OrderAnswer.Of(http.Response, OrderView.Of(order))
            : Problem.NotFound($"There is no order {id}.");
}
