using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.Idempotency;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Problems;

namespace Shop.OrderApi.Checkout;

/// <summary>
/// <c>POST /orders</c>. The answer follows from the order alone, so that nothing has to be stored to give it again: confirmed
/// once is 201 for ever, refused is the refusal. 202 and 503 are not final; the same request sent later is answered with what
/// has become of it.
/// </summary>
internal static class PlaceOrderEndpoint
{
    private const int RetryAfterSeconds = 2;

    public static void MapPlaceOrder(this IEndpointRouteBuilder app) => app.MapPost("/orders", PlaceAsync)
        .ForCustomers()
        .RequireRateLimiting(OrderLimits.Placing)
        .WithTags("Orders")
        .WithSummary("Places an order. The same Idempotency-Key with the same body gets the same answer.")
        .RequiresHeader(IdempotencyHeader.Name, "A new one for every new order; the same again for the same order.")
        .AnswersHeader("Location", "Where the order is.", StatusCodes.Status201Created)
        .AnswersWaiting("Where the order is; waitsFor says why it is not decided yet.")
        .AnswersReplayed(
            StatusCodes.Status201Created, StatusCodes.Status202Accepted, StatusCodes.Status402PaymentRequired, StatusCodes.Status409Conflict,
            StatusCodes.Status422UnprocessableEntity)
        .Produces<OrderResponse>(StatusCodes.Status201Created)
        .Produces<OrderResponse>(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status402PaymentRequired)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> PlaceAsync(PlaceOrderRequest request, HttpContext http, ICheckout checkout, TimeProvider time)
    {
        if (IdempotencyHeader.Read(http.Request.Headers) is not { } key) return IdempotencyHeader.Invalid();
        request = request with { CustomerId = request.CustomerId ?? http.User.GetSubject() };
        if (http.User.BoundTo() is { } self && request.CustomerId != self) return Problem.Forbidden("A customer orders for themselves.");
        var errors = request.Validate();
        if (errors.Count > 0) return Problem.Invalid(errors);

        var asked = request.ToOrder(time.GetStoredNow(), http.User.GetSubject(), Activity.Current?.Id);
        if (await checkout.PlaceAsync(asked, IdempotencyKey.For(asked, key), http.RequestAborted) is not { } order) return IdempotencyHeader.Reused();
        if (order.Id != asked.Id) http.Response.MarkReplayed();
        return ResultOf(order, http.Response);
    }

    private static IResult ResultOf(Order order, HttpResponse response)
    {
        if (order.Events.Any(change => change.Type == OrderEventTypes.Confirmed))
            return OrderResponse.AsConfirmed(order).ToResult(response, StatusCodes.Status201Created);

        // "Nothing was ordered" is a refusal like any other: it is written down before it is said.
        if (order.Refusal is { } refusal)
        {
            if (refusal.Status == StatusCodes.Status503ServiceUnavailable)
                response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            return Refused(order, refusal);
        }

        // Somebody may drive it still, here or anywhere: it is found where the answer says.
        return OrderResponse.Of(order).ToResult(response, StatusCodes.Status202Accepted);
    }

    private static IResult Refused(Order order, Refusal refusal) => Results.Json(
        RefusalResponse.Of(order.Id, refusal), OrderJson.Default.RefusalResponse, "application/problem+json", refusal.Status);
}

/// <summary>The body of <c>POST /orders</c>, as sent: anything may be missing.</summary>
/// <param name="CustomerId">Whose order it is; without it, that of whoever places it.</param>
/// <param name="Lines">What is ordered.</param>
/// <param name="PaymentMethod">How it is paid.</param>
/// <param name="ExpectedTotal">What the customer saw that it would cost, in the shop's currency: where it costs something else, nothing is ordered.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PlaceOrderRequest(
    [property: StringLength(Order.MaxNameLength, MinimumLength = 1), RegularExpression(Order.NamePattern)] string? CustomerId,
    [property: Required, MinLength(1), MaxLength(Order.MaxLines)] IReadOnlyList<OrderLineRequest?>? Lines,
    [property: Required, StringLength(Order.MaxPaymentMethodLength, MinimumLength = 1), RegularExpression(Order.NamePattern)] string? PaymentMethod,
    [property: Range(0, (double)Order.MaxAmount)] decimal? ExpectedTotal = null)
{
    /// <summary>Says what is wrong, by field; empty when nothing is.</summary>
    internal Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (Order.CheckName(CustomerId) is { } badCustomer) errors["customerId"] = [badCustomer];
        if (Order.CheckName(PaymentMethod, Order.MaxPaymentMethodLength) is { } badMethod) errors["paymentMethod"] = [badMethod];
        if (ExpectedTotal is { } expected && (expected is < 0 or > Order.MaxAmount || !expected.IsInCents()))
            errors["expectedTotal"] = ["An amount with at most two decimals is required."];
        if (Lines is not { Count: > 0 and <= Order.MaxLines })
        {
            errors["lines"] = [$"1 to {Order.MaxLines} lines are required."];
            return errors;
        }

        var products = new HashSet<int>();
        for (var i = 0; i < Lines.Count; i++)
        {
            if (Lines[i] is not { } line)
            {
                errors[$"lines[{i}]"] = ["A line is required."];
                continue;
            }

            if (line.ProductId is not > 0) errors[$"lines[{i}].productId"] = ["The id of a product is required."];
            else if (!products.Add(line.ProductId.Value)) errors[$"lines[{i}].productId"] = ["Each product may have one line only."];
            if (line.Quantity is not (>= 1 and <= Order.MaxQuantity))
                errors[$"lines[{i}].quantity"] = [$"A quantity from 1 to {Order.MaxQuantity} is required."];
        }

        return errors;
    }

    /// <summary>The order that a valid request asks for.</summary>
    internal Order ToOrder(DateTimeOffset now, string actor, string? traceParent) => new Order
    {
        Id = Guid.CreateVersion7(now),
        CustomerId = CustomerId!,
        OrderDate = now,
        PaymentMethod = PaymentMethod!,
        Lines = [.. Lines!.Select(line => new OrderLine(line!.ProductId!.Value, line.Quantity!.Value))],
        ExpectedTotal = ExpectedTotal?.ToCents(),
        Actor = actor,
        TraceParent = traceParent,
    }.In(OrderState.Placed);
}

/// <summary>A line of <c>POST /orders</c>, as sent.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">Pieces.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OrderLineRequest(
    [property: Required, Range(1, int.MaxValue)] int? ProductId, [property: Required, Range(1, Order.MaxQuantity)] int? Quantity);
