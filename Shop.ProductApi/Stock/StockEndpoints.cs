using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Shop.ProductApi.Data;
using Shop.ProductApi.Products;
using Shop.ServiceDefaults.Problems;
using Shop.ServiceDefaults.Validation;

namespace Shop.ProductApi.Stock;

/// <summary>An adjustment of stock, as a client may have written it.</summary>
/// <param name="Delta">Pieces to add, or, when negative, to take away; required, not zero.</param>
/// <param name="Reason">Why; required.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record StockRequest(
    [property: Required, Range(-StockLimits.MaxDelta, StockLimits.MaxDelta)] int? Delta,
    [property: Required, StringLength(StockLimits.MaxReasonLength, MinimumLength = 1), RegularExpression(TextRules.RequiredPattern)] string? Reason)
{
    internal Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (Delta is null or 0 or > StockLimits.MaxDelta or < -StockLimits.MaxDelta)
            errors["delta"] = [$"The change is between -{StockLimits.MaxDelta} and {StockLimits.MaxDelta}, and not 0."];
        if (TextRules.CheckRequired(Reason, StockLimits.MaxReasonLength) is { } reason) errors["reason"] = [reason];
        return errors;
    }
}

/// <summary>The stock of a product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="OnHand">Pieces in the warehouse, including those that are reserved.</param>
/// <param name="Reserved">Pieces that orders hold.</param>
/// <param name="Available">Pieces that can still be ordered.</param>
public sealed record StockResponse(int ProductId, int OnHand, int Reserved, int Available);

/// <summary><c>/products/{id}/stock</c>: goods come in, break or are counted.</summary>
internal static class StockEndpoints
{
    public static void MapStock(this IEndpointRouteBuilder app) =>
        app.MapPost("/products/{id}/stock", AdjustAsync)
            .WithTags("Stock")
            .WithSummary("Adds to the stock of a product or takes away from it, and notes why.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<StockResponse>, ProblemHttpResult>> AdjustAsync(
        int id, StockRequest request, ProductDatabase database, CatalogueVersion version, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Count > 0) return Problem.Invalid(errors);

        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        if (await TryAdjustAsync(connection, id, request, time.GetUtcNow(), cancellationToken) is not var (changed, stock))
            return Problem.NotFound($"There is no product {id}.");
        version.Advance();
        if (changed) return TypedResults.Ok(stock);

        return request.Delta < 0
            ? Problem.Of(
                StatusCodes.Status409Conflict, "/problems/insufficient-stock", "There is not enough stock.",
                $"Product {id} has {stock.OnHand} on hand, {stock.Reserved} of them reserved: at most {stock.Available} can be taken away.",
                new Dictionary<string, object?>
                {
                    ["products"] = (StockShortage[])[new(id, -request.Delta.Value, stock.Available)],
                })
            : Problem.Of(
                StatusCodes.Status409Conflict, "/problems/stock-limit", "There would be more stock than can be kept.",
                $"Product {id} has {stock.OnHand} on hand; at most {StockLimits.MaxOnHand} can be.");
    }

    /// <summary>Whether it was done, and the stock as it is now; null where the catalogue has no such product.</summary>
    private static async Task<(bool Changed, StockResponse Stock)?> TryAdjustAsync(
        NpgsqlConnection connection, int productId, StockRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT changed, on_hand, reserved FROM product.adjust_stock($1, $2, $3, $4)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = productId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = request.Delta!.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Reason! });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;

        var (onHand, reserved) = (reader.GetInt32(1), reader.GetInt32(2));
        return (reader.GetBoolean(0), new(productId, onHand, reserved, onHand - reserved));
    }
}
