using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Shop.Database;
using Shop.PaymentApi.Data;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Paging;
using Shop.ServiceDefaults.Problems;

namespace Shop.PaymentApi.Queries;

/// <summary>A payment with its entries in the ledger.</summary>
/// <param name="Id">Identifies the payment.</param>
/// <param name="OrderId">The order that is paid.</param>
/// <param name="PaymentDate">When it was first asked for (UTC).</param>
/// <param name="Amount">How much was asked for.</param>
/// <param name="Currency">The currency of all amounts (ISO 4217).</param>
/// <param name="Method">The payment method.</param>
/// <param name="Status">Where the payment stands.</param>
/// <param name="Captured">How much the shop took.</param>
/// <param name="Refunded">How much of that the customer got back.</param>
/// <param name="Entries">The movements, in the order in which they were made.</param>
public sealed record PaymentDetailsResponse(
    Guid Id, Guid OrderId, DateTimeOffset PaymentDate, decimal Amount, string Currency, string Method, PaymentStatus Status,
    decimal Captured, decimal Refunded, IReadOnlyList<MovementResponse> Entries);

/// <summary>A movement of money.</summary>
/// <param name="Kind">What is moved: <c>authorize</c>, <c>capture</c>, <c>void</c> or <c>refund</c>.</param>
/// <param name="Debit">The account that the money leaves.</param>
/// <param name="Credit">The account that the money comes to.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">The currency of the amount (ISO 4217).</param>
/// <param name="Reference">The id of the refund; empty for everything else.</param>
/// <param name="EnteredAt">When (UTC).</param>
public sealed record MovementResponse(
    string Kind, string Debit, string Credit, decimal Amount, string Currency, string Reference, DateTimeOffset EnteredAt);

/// <summary>What can be read of <c>/payments</c>.</summary>
internal static class PaymentQueryEndpoints
{
    private const string EntriesSql =
        "SELECT kind, debit_account, credit_account, amount, currency, reference, entered_at FROM payment.ledger_entries "
        + "WHERE order_id = $1 ORDER BY id";

    public static void MapPaymentQueries(this RouteGroupBuilder payments)
    {
        payments.MapGet("", ListAsync)
            .ForStaff()
            .WithSummary("Lists payments in order of their ids, a page at a time.")
            .WithValues("status", Enum.GetNames<PaymentStatus>())
            .AnswersNextPage(StatusCodes.Status200OK)
            .Produces<List<PaymentResponse>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        payments.MapGet("/{orderId}", FindAsync)
            .ForStaff()
            .WithSummary("Shows the payment of an order with its entries in the ledger.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Payments in order of their ids, from the one after <paramref name="after"/> on.</summary>
    public static async Task<List<PaymentResponse>> ReadPageAsync(
        NpgsqlConnection connection, Guid after, int limit, Guid? orderId, PaymentStatus? status, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        WriteQuery(command, after, limit, orderId, status);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var payments = new List<PaymentResponse>();
        while (await reader.ReadAsync(cancellationToken)) payments.Add(LedgerStatements.Read(reader).Payment);
        return payments;
    }

    /// <summary>Each combination reads about as many entries of its own index as it answers, however many payments there are.</summary>
    internal static void WriteQuery(NpgsqlCommand command, Guid after, int limit, Guid? orderId, PaymentStatus? status)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var filter = new List<(string, string)>();
        if (status is { } wanted) filter.Add(("listed_as", Parameter(wanted.ToString())));
        var page = FilteredPage.Sql(filter, "id", "$1", newestFirst: false);
        // An order has one payment at most.
        var ofOrder = orderId is { } order ? $"order_id = {Parameter(order)} AND " : "";
#pragma warning disable CA2100 // Made of constants and numbered parameters.
        command.CommandText = $"SELECT {LedgerStatements.Columns} FROM payment.statements WHERE {ofOrder}{page} LIMIT $2";
#pragma warning restore CA2100

        string Parameter<T>(T value)
        {
            command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
            return $"${command.Parameters.Count}";
        }
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, PaymentDatabase database, Guid? after, [Range(1, KeysetPage.MaxLimit)] int? limit, Guid? orderId, string? status,
        CancellationToken cancellationToken)
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
        var page = await ReadPageAsync(connection, after ?? Guid.Empty, size + 1, orderId, wanted, cancellationToken);
        if (page.Count > size)
        {
            page.RemoveAt(size);
            context.Response.Headers.Link = KeysetPage.Next(context.Request, page[^1].Id.ToString());
        }

        return TypedResults.Ok(page);
    }

    private static async Task<Results<Ok<PaymentDetailsResponse>, ProblemHttpResult>> FindAsync(
        Guid orderId, PaymentDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        if (await LedgerStatements.FindAsync(connection, orderId, cancellationToken) is not { Payment: var p })
            return PaymentProblem.NoPayment(orderId);

        var entries = await ReadEntriesAsync(connection, orderId, cancellationToken);
        return TypedResults.Ok(new PaymentDetailsResponse(
            p.Id, p.OrderId, p.PaymentDate, p.Amount, p.Currency, p.Method, p.Status, p.Captured, p.Refunded, entries));
    }

    private static async Task<IReadOnlyList<MovementResponse>> ReadEntriesAsync(
        NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(EntriesSql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orderId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<MovementResponse>();
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetDecimal(3), reader.GetString(4), reader.GetString(5),
                reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return entries;
    }
}
