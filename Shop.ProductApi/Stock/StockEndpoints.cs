using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Npgsql;
using Shop.Database;
using Shop.ProductApi.Data;
using Shop.ProductApi.Products;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.Idempotency;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Paging;
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

/// <summary>The stock of a product and how it came about.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="OnHand">Pieces in the warehouse, including those that are reserved.</param>
/// <param name="Reserved">Pieces that orders hold.</param>
/// <param name="Available">Pieces that can still be ordered.</param>
/// <param name="History">Adjustments, the latest first, a page at a time. What was sold is in the sales.</param>
public sealed record StockHistoryResponse(int ProductId, int OnHand, int Reserved, int Available, IReadOnlyList<StockAdjustmentResponse> History);

/// <summary>A change of stock other than a sale.</summary>
/// <param name="Id">Grows with time.</param>
/// <param name="Delta">Pieces added, or, when negative, taken away.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When (UTC).</param>
/// <param name="By">Who did it; absent where that was not noted yet.</param>
public sealed record StockAdjustmentResponse(long Id, int Delta, string Reason, DateTimeOffset At, string? By);

/// <summary><c>/products/{id}/stock</c>: goods come in, break or are counted.</summary>
internal static class StockEndpoints
{
    private const string StockSql = "SELECT on_hand, reserved FROM product.products WHERE id = $1";

    public static void MapStock(this IEndpointRouteBuilder app)
    {
        var stock = app.MapGroup("/products/{id}/stock").WithTags("Stock").ForStaff();
        stock.MapGet("", ShowAsync)
            .WithSummary("Shows the stock of a product, also of one that has left the catalogue, and how it was adjusted, the latest first.")
            .AnswersNextPage(StatusCodes.Status200OK)
            .Produces<StockHistoryResponse>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        stock.MapPost("", AdjustAsync)
            .WithSummary("Adds to the stock of a product or takes away from it, and notes why.")
            .TakesIdempotencyKey(StatusCodes.Status200OK, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Produces<StockResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    internal static NpgsqlBatchCommand HistoryQuery(int productId, long before, int limit)
    {
#pragma warning disable CA2100 // Made of constants and numbered parameters.
        var history = new NpgsqlBatchCommand(
            "SELECT id, delta, reason, adjusted_at, actor FROM product.stock_adjustments WHERE "
            + $"{FilteredPage.Sql([("product_id", "$1")], "id", "$2", newestFirst: true)} LIMIT $3");
#pragma warning restore CA2100
        history.Parameters.Add(new NpgsqlParameter<int> { TypedValue = productId });
        history.Parameters.Add(new NpgsqlParameter<long> { TypedValue = before });
        history.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return history;
    }

    private static async Task<IResult> ShowAsync(
        int id, long? after, [Range(1, KeysetPage.MaxLimit)] int? limit, HttpContext http, ProductDatabase database)
    {
        if (KeysetPage.Check(limit) is { } badLimit) return badLimit;

        var size = limit ?? KeysetPage.DefaultLimit;
        await using var connection = await database.Source.OpenConnectionAsync(http.RequestAborted);
        // One row more than wanted tells whether there is a next page.
        if (await ReadAsync(connection, id, after ?? long.MaxValue, size + 1, http.RequestAborted) is not var (stock, history))
            return Problem.NotFound($"There is no product {id}.");
        if (history.Count > size)
        {
            history.RemoveAt(size);
            http.Response.Headers.Link = KeysetPage.Next(http.Request, history[^1].Id.ToString(CultureInfo.InvariantCulture));
        }

        return TypedResults.Ok(new StockHistoryResponse(id, stock.OnHand, stock.Reserved, stock.Available, history));
    }

    private static async Task<(StockResponse Stock, List<StockAdjustmentResponse> History)?> ReadAsync(
        NpgsqlConnection connection, int productId, long before, int limit, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        var stock = new NpgsqlBatchCommand(StockSql);
        stock.Parameters.Add(new NpgsqlParameter<int> { TypedValue = productId });
        batch.BatchCommands.Add(stock);
        batch.BatchCommands.Add(HistoryQuery(productId, before, limit));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;

        var (onHand, reserved) = (reader.GetInt32(0), reader.GetInt32(1));
        await reader.NextResultAsync(cancellationToken);
        var history = new List<StockAdjustmentResponse>();
        while (await reader.ReadAsync(cancellationToken))
        {
            history.Add(new(
                reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2), await reader.GetFieldValueAsync<DateTimeOffset>(3, cancellationToken),
                await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4)));
        }

        return (new(productId, onHand, reserved, onHand - reserved), history);
    }

    private static async Task<IResult> AdjustAsync(
        int id, StockRequest request, HttpContext http, ProductDatabase database, CatalogueVersion version, TimeProvider time)
    {
        var errors = request.Validate();
        if (errors.Count > 0) return Problem.Invalid(errors);

        await using var connection = await database.Source.OpenConnectionAsync(http.RequestAborted);
        var answer = await IdempotentWrites.RunAsync(
            http, connection, ProductContext.Schema, request, _ => AnswerAsync(id, request, connection, time.GetUtcNow(), http.User.GetSubject()));
        version.Advance();
        return answer;
    }

    private static async Task<IResult> AnswerAsync(int id, StockRequest request, NpgsqlConnection connection, DateTimeOffset now, string actor)
    {
        if (await TryAdjustAsync(connection, id, request, now, actor) is not var (changed, stock)) return Problem.NotFound($"There is no product {id}.");
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
        NpgsqlConnection connection, int productId, StockRequest request, DateTimeOffset now, string actor)
    {
        await using var command = new NpgsqlCommand("SELECT changed, on_hand, reserved FROM product.adjust_stock($1, $2, $3, $4, $5)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = productId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = request.Delta!.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Reason! });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = actor });
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) return null;

        var (onHand, reserved) = (reader.GetInt32(1), reader.GetInt32(2));
        return (reader.GetBoolean(0), new(productId, onHand, reserved, onHand - reserved));
    }
}
