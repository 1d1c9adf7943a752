using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Database;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Paging;
using Shop.ServiceDefaults.Problems;

namespace Shop.OrderApi.Queries;

/// <summary><c>GET /orders</c> and <c>GET /orders/{id}</c>.</summary>
internal static class OrderQueryEndpoints
{
    public static void MapOrderQueries(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/orders").WithTags("Orders").ForCustomers();
        group.MapGet("", ListAsync)
            .WithSummary("Lists orders, newest first, a customer's own only; until a day (UTC) where one is named; stuck=true are those that staff have to look at.")
            .WithValues("status", Enum.GetNames<OrderStatus>())
            .AnswersNextPage(StatusCodes.Status200OK)
            .Produces<OrderSummaryResponse[]>();
        group.MapGet("/{id}", ShowAsync)
            .WithSummary("Shows an order with its lines and its history.")
            .Produces<OrderResponse>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        [StringLength(Order.MaxNameLength, MinimumLength = 1), RegularExpression(Order.NamePattern)] string? customerId, string? status, bool? stuck,
        DateOnly? until, Guid? after, [Range(1, KeysetPage.MaxLimit)] int? limit, OrderDatabase database, HttpContext http)
    {
        if (KeysetPage.Check(limit) is { } invalid) return invalid;
        if (customerId is not null && Order.CheckName(customerId) is not null)
            return Problem.Invalid("customerId", "This cannot be the id of a customer.");
        if (http.User.BoundTo() is { } self)
        {
            if ((customerId ?? self) != self || stuck is true) return Problem.Forbidden("A customer sees their own orders.");
            customerId = self;
        }

        OrderStatus? wanted = null;
        if (status is not null)
        {
            if (!Enum.TryParse<OrderStatus>(status, ignoreCase: true, out var parsed) || !char.IsLetter(status[0]) || !Enum.IsDefined(parsed))
                return Problem.Invalid("status", $"A status is one of {string.Join(", ", Enum.GetNames<OrderStatus>())}.");
            wanted = parsed;
        }

        var count = limit ?? KeysetPage.DefaultLimit;
        // One row more than wanted tells whether there is a next page.
        var page = await ReadAsync(database, customerId, wanted, stuck ?? false, Earlier(after, until), count + 1, http.RequestAborted);
        if (page.Count > count)
        {
            page.RemoveAt(count);
            http.Response.Headers.Link = KeysetPage.Next(http.Request, page[^1].Id.ToString());
        }

        return TypedResults.Ok(page);
    }

    private static async Task<IResult> ShowAsync(Guid id, IDbContextFactory<OrderContext> contexts, HttpContext http) =>
        await contexts.FindOrderAsync(id, http.RequestAborted) is { } order && order.IsVisibleTo(http.User.BoundTo())
            ? OrderResponse.Of(order, http.User.IsStaff()).ToResult(http.Response)
            : Problem.NotFound($"There is no order {id}.");

    /// <summary>Where a page begins: behind the page before it, and behind all orders of later days. Ids begin with the time (RFC 9562, section 5.7).</summary>
    private static Guid? Earlier(Guid? after, DateOnly? until)
    {
        if (until is not { } day || day == DateOnly.MaxValue) return after;
        var next = Math.Max(0, new DateTimeOffset(day.AddDays(1), default, TimeSpan.Zero).ToUnixTimeMilliseconds());
        var first = new Guid((uint)(next >> 16), (ushort)next, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        return after < first ? after : first;
    }

    /// <summary>Newest first: ids rise with time.</summary>
    private static async Task<List<OrderSummaryResponse>> ReadAsync(
        OrderDatabase database, string? customerId, OrderStatus? status, bool stuck, Guid? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand();
        WriteQuery(command, customerId, status, stuck, after, limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<OrderSummaryResponse>();
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(new(
                reader.GetGuid(0), reader.GetString(1), await reader.GetFieldValueAsync<DateTimeOffset>(2, cancellationToken),
                Enum.Parse<OrderStatus>(reader.GetString(3)), reader.GetDecimal(4), reader.GetString(5)));
        }

        return page;
    }

    /// <summary>Each combination reads about as many entries of its own index as it answers, however many orders there are.</summary>
    internal static void WriteQuery(NpgsqlCommand command, string? customerId, OrderStatus? status, bool stuck, Guid? after, int limit)
    {
        var filter = new List<(string, string)>();
        if (customerId is not null) filter.Add(("customer_id", Parameter(command, customerId)));
        // A customer's orders of all statuses are merged from those of each.
        var isOfEach = customerId is not null && status is null && !stuck;
        if (status is { } wanted) filter.Add(("status", Parameter(command, wanted.ToString())));
        else if (isOfEach) filter.Add(("status", "each.status"));

        var (last, count) = (Parameter(command, after ?? Guid.AllBitsSet), Parameter(command, limit));
        // Few are stuck, and have an index of their own.
        var page = stuck
            ? $"{string.Concat(filter.Select(part => $"{part.Item1} = {part.Item2} AND "))}{OrderConfiguration.IsStuck} AND id < {last} ORDER BY id DESC"
            : FilteredPage.Sql(filter, "id", last, newestFirst: true);
        var select = $"SELECT id, customer_id, order_date, status, total, currency FROM orders.orders WHERE {page} LIMIT {count}";
#pragma warning disable CA2100 // Made of constants and numbered parameters.
        command.CommandText = isOfEach
            ? $"SELECT o.* FROM unnest({Parameter(command, Enum.GetNames<OrderStatus>())}) AS each(status) CROSS JOIN LATERAL ({select}) AS o ORDER BY id DESC LIMIT {count}"
            : select;
#pragma warning restore CA2100
    }

    private static string Parameter<T>(NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${command.Parameters.Count}";
    }
}

/// <summary>An order in a list.</summary>
/// <param name="Id">The order.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="OrderDate">When it was placed (UTC).</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Total">The price of all lines; zero until the stock is reserved.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record OrderSummaryResponse(
    Guid Id, string CustomerId, DateTimeOffset OrderDate, OrderStatus Status, decimal Total, string Currency);
