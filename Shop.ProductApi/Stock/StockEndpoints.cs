using Shop.ServiceDefaults.Problems;

namespace Shop.ProductApi.Stock;

/// <summary><c>/products/{id}/stock</c>: goods come in, break or are counted.</summary>
internal static class StockEndpoints
{
    public static void MapStock(this IEndpointRouteBuilder app) =>
        app.MapPost("/products/{id}/stock", AdjustAsync)
            .WithTags("Stock")
            .WithSummary("Adds to the stock of a product or takes away from it, and notes why.")
            .Produces<StockAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> AdjustAsync(int id, StockInput input, StockRoom room, CancellationToken cancellationToken)
    {
        var errors = input.Validate();
        if (errors.Count > 0) return Problem.Invalid(errors);
        if (await room.AdjustAsync(id, input.Delta!.Value, input.Reason!, cancellationToken) is not var (changed, stock))
            return Problem.NotFound($"There is no product {id}.");
        if (changed) return TypedResults.Ok(stock);

        return input.Delta < 0
            ? Problem.Of(
                StatusCodes.Status409Conflict, "/problems/insufficient-stock", "There is not enough stock.",
                $"Product {id} has {stock.OnHand} on hand, {stock.Reserved} of them reserved: at most {stock.Available} can be taken away.",
                new Dictionary<string, object?>
                {
                    ["products"] = (Reservations.StockShortage[])[new(id, -input.Delta.Value, stock.Available)],
                })
            : Problem.Of(
                StatusCodes.Status409Conflict, "/problems/stock-limit", "There would be more stock than can be kept.",
                $"Product {id} has {stock.OnHand} on hand; at most {StockLimits.MaxOnHand} can be.");
    }
}
