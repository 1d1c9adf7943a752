using Shop.PaymentApi.Data;
using Shop.ServiceDefaults.Paging;
using Shop.ServiceDefaults.Problems;

namespace Shop.PaymentApi.Ledger;

/// <summary>What can be read of <c>/payments</c>.</summary>
internal static class LedgerEndpoints
{
    public static void MapLedger(this RouteGroupBuilder payments)
    {
        payments.MapGet("", ListAsync)
            .WithSummary("Lists payments in order of their ids, a page at a time.")
            .Produces<List<PaymentAnswer>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        payments.MapGet("/{orderId}", FindAsync)
            .WithSummary("Shows the payment of an order with its entries in the ledger.")
            .Produces<PaymentDetails>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, PaymentDatabase database, Guid? after, int? limit, Guid? orderId, string? status, CancellationToken cancellationToken)
    {
        if (KeysetPage.Check(limit) is { } badLimit) return badLimit;
        PaymentStatus? wanted = null;
        if (!string.IsNullOrEmpty(status))
        {
            var names = Enum.GetNames<PaymentStatus>();
            var name = names.FirstOrDefault(known => known.Equals(status, StringComparison.OrdinalIgnoreCase));
            if (name is null) return Problem.Invalid("status", $"The status is one of {string.Join(", ", names)}.");
            wanted = Enum.Parse<PaymentStatus>(name);
        }

        var size = limit ?? KeysetPage.DefaultLimit;
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        // One row more than wanted tells whether there is a next page.
        var page = await LedgerStore.ListAsync(connection, after ?? Guid.Empty, size + 1, orderId, wanted, cancellationToken);
        if (page.Count > size)
        {
            page.RemoveAt(size);
            context.Response.Headers.Link = KeysetPage.Next(context.Request, page[^1].Id.ToString());
        }

        return TypedResults.Ok(page);
    }

    private static async Task<IResult> FindAsync(Guid orderId, PaymentDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        if (await LedgerStore.FindAsync(connection, orderId, cancellationToken) is not { Payment: var p }) return PaymentProblem.NoPayment(orderId);

        var entries = await LedgerStore.EntriesAsync(connection, orderId, cancellationToken);
        return TypedResults.Ok(new PaymentDetails(
            p.Id, p.OrderId, p.PaymentDate, p.Amount, p.Currency, p.Method, p.Status, p.Captured, p.Refunded, entries));
    }
}
