using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Shop.ProductApi.Data;
using Shop.ProductApi.Products;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Problems;
using Shop.ServiceDefaults.Webhooks;
using RequestSizeLimitAttribute = Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute;

namespace Shop.ProductApi.Sales;

/// <summary>What this module reads of an order's event; events have more members, and may get others.</summary>
/// <param name="Type">What happened.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Version">The version that the order has after it: with the order, the event's name.</param>
public sealed record OrderEventRequest(string? Type, Guid? OrderId, int? Version)
{
    private const int MaxTypeLength = 100;

    internal Dictionary<string, string[]> Validate(out OrderEvent orderEvent)
    {
        var errors = new Dictionary<string, string[]>();
        if (Type is not { Length: > 0 and <= MaxTypeLength }) errors["type"] = [$"The type is required, with at most {MaxTypeLength} characters."];
        if (OrderId is null) errors["orderId"] = ["The order is required."];
        if (Version is not > 0) errors["version"] = ["The version is a number above 0."];
        orderEvent = new(Type ?? "", OrderId.GetValueOrDefault(), Version.GetValueOrDefault());
        return errors;
    }
}

/// <summary>What was sold of a product so far.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Pieces">Pieces that were shipped.</param>
/// <param name="Orders">Orders that they were in.</param>
/// <param name="Revenue">What they were sold for, whatever was refunded later.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="LastSoldAt">When the last of them was shipped (UTC); absent where nothing was.</param>
public sealed record SalesResponse(int ProductId, long Pieces, long Orders, decimal Revenue, string Currency, DateTimeOffset? LastSoldAt);

/// <summary><c>/order-events</c>, where the events of orders arrive, and <c>/products/{id}/sales</c>, what they add up to.</summary>
internal static class SalesEndpoints
{
    /// <summary>An event has a few hundred bytes.</summary>
    private const int MaxBodyLength = 64 * 1024;

    public static void MapSales(this IEndpointRouteBuilder app)
    {
        // Whoever signs as the AppHost's secret has it: the request itself says who sends it.
        app.MapPost("/order-events", TakeAsync)
            .ForAnyone()
            .WithTags("Sales")
            .WithSummary("Takes an event of an order, signed as Standard Webhooks 1.0 has it. One that came before has no further effect.")
            .Accepts<OrderEventRequest>("application/json")
            .RequiresHeader("Webhook-Id", "Names the event.")
            .RequiresHeader("Webhook-Timestamp", "Seconds since 1970 when it was sent.")
            .RequiresHeader("Webhook-Signature", "HMAC-SHA256 over id, timestamp and body.")
            .AnswersHeader("WWW-Authenticate", "Names how events are signed.", StatusCodes.Status401Unauthorized)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyLength))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        app.MapGet("/products/{id}/sales", FindAsync)
            .ForStaff()
            .WithTags("Sales")
            .WithSummary("Shows what was sold of a product so far.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> TakeAsync(
        HttpRequest request, HttpResponse response, IOptions<ProductOptions> options, ProductDatabase database, TimeProvider time, IOptions<JsonOptions> json,
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
            response.Headers.WWWAuthenticate = "Webhook-Signature";
            return Problem.Of(
                StatusCodes.Status401Unauthorized, ProblemTypes.Unauthorized, "The event is not accepted.", wrong);
        }

        if (Parse(body, json.Value.SerializerOptions) is not { } taken) return Problem.Invalid("$", "The body is a JSON object with type, orderId and version.");
        if (taken.Type == WebhookPing.PingType) return TypedResults.NoContent();
        var errors = taken.Validate(out var orderEvent);
        if (errors.Count > 0) return Problem.Invalid(errors);

        // No cancellation from here on: it is sent again until it is taken, and takes effect once.
        await using var connection = await database.Source.OpenConnectionAsync(CancellationToken.None);
        return await SalesStatements.TakeAsync(connection, [orderEvent], time.GetUtcNow(), CancellationToken.None) == 0
            ? TypedResults.NoContent()
            : Problem.Of(
                StatusCodes.Status409Conflict, "/problems/goods-not-out", "The goods are not out.",
                $"Order {orderEvent.OrderId} is said to be shipped, but nothing was committed for it here. Send the event again when it was.");
    }

    private static async Task<Results<Ok<SalesResponse>, ProblemHttpResult>> FindAsync(
        int id, ProductDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        return await SalesStatements.FindAsync(connection, id, cancellationToken) is { } sales
            ? TypedResults.Ok(sales)
            : Problem.NotFound($"There is no product {id}.");
    }

    private static OrderEventRequest? Parse(byte[] body, JsonSerializerOptions json)
    {
        try
        {
            return JsonSerializer.Deserialize<OrderEventRequest>(body, json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
