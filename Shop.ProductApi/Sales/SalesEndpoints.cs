using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Shop.ProductApi.Data;
using Shop.ServiceDefaults.Problems;
using Shop.ServiceDefaults.Webhooks;

namespace Shop.ProductApi.Sales;

/// <summary><c>/order-events</c>, where the events of orders arrive, and <c>/products/{id}/sales</c>, what they add up to.</summary>
internal static class SalesEndpoints
{
    /// <summary>An event has a few hundred bytes.</summary>
    private const int MaxBodyLength = 64 * 1024;

    public static void MapSales(this IEndpointRouteBuilder app)
    {
        app.MapPost("/order-events", TakeAsync)
            .WithTags("Sales")
            .WithSummary("Takes an event of an order, signed as Standard Webhooks 1.0 has it. One that came before has no further effect.")
            .Accepts<OrderEventInput>("application/json")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyLength))
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        app.MapGet("/products/{id}/sales", FindAsync)
            .WithTags("Sales")
            .WithSummary("Shows what was sold of a product so far.")
            .Produces<SalesAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> TakeAsync(
        HttpRequest request, IOptions<ProductOptions> options, ProductDatabase database, TimeProvider time,
        CancellationToken cancellationToken)
    {
        // The signature is over the bytes, so they are read before they mean anything.
        using var received = new MemoryStream();
        await request.Body.CopyToAsync(received, cancellationToken);
        var body = received.ToArray();
        var wrong = options.Value.OrderEventSecret is { Length: > 0 } secret
            ? WebhookVerifier.Check(Encoding.UTF8.GetBytes(secret), request.Headers, body, time.GetUtcNow())
            : "No secret is configured (Product:OrderEventSecret), so no event is accepted.";
        if (wrong is not null)
        {
            return Problem.Of(
                StatusCodes.Status401Unauthorized, ProblemTypes.ForStatus(StatusCodes.Status401Unauthorized), "The event is not accepted.", wrong);
        }

        if (Parse(body) is not { } input) return Problem.Invalid("$", "The body is a JSON object with type, orderId and version.");
        var errors = input.Validate(out var orderEvent);
        if (errors.Count > 0) return Problem.Invalid(errors);

        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        return await SalesStore.TakeAsync(connection, [orderEvent], time.GetUtcNow(), cancellationToken) == 0
            ? TypedResults.NoContent()
            : Problem.Of(
                StatusCodes.Status409Conflict, "/problems/goods-not-out", "The goods are not out.",
                $"Order {orderEvent.OrderId} is said to be shipped, but nothing was committed for it here. Send the event again when it was.");
    }

    private static async Task<IResult> FindAsync(int id, ProductDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        return await SalesStore.FindAsync(connection, id, cancellationToken) is { } sales
            ? TypedResults.Ok(sales)
            : Problem.NotFound($"There is no product {id}.");
    }

    private static OrderEventInput? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ProductJson.Default.OrderEventInput);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
