using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Database;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Subscriptions;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Paging;
using Shop.ServiceDefaults.Problems;

namespace Shop.OrderApi.Webhooks;

/// <summary><c>/webhooks/{id}/deliveries</c>: what became of the calls, and doing them again.</summary>
internal static class DeliveryEndpoints
{
    private const string RetryAfterSeconds = "1";

    public static void MapDeliveries(this RouteGroupBuilder webhooks)
    {
        var group = webhooks.MapGroup("/{id}/deliveries");
        group.MapGet("", ListAsync)
            .WithSummary("Lists deliveries, the latest first; status=dead are those that were given up.")
            .WithValues("status", Enum.GetNames<DeliveryStatus>())
            .AnswersNextPage(StatusCodes.Status200OK)
            .Produces<DeliveryResponse[]>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{delivery}/replay", ReplayAsync)
            .WithSummary("Queues a delivery that is over again, from its first attempt.")
            .AnswersWaiting("Where its subscription's deliveries are.")
            .WithMetadata(new NotIdempotent())
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{delivery}/retry", RetryAsync)
            .WithSummary("Tries a pending delivery now and not when it is due. One that is being tried is left alone.")
            .AnswersWaiting("Where its subscription's deliveries are.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync(
        Guid id, string? status, long? after, [Range(1, KeysetPage.MaxLimit)] int? limit, IDbContextFactory<OrderContext> contexts, OrderDatabase database,
        HttpContext http)
    {
        if (KeysetPage.Check(limit) is { } invalid) return invalid;
        DeliveryStatus? wanted = null;
        if (status is not null)
        {
            if (!Enum.TryParse<DeliveryStatus>(status, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed) || !char.IsLetter(status[0]))
                return Problem.Invalid("status", $"A status is one of {string.Join(", ", Enum.GetNames<DeliveryStatus>())}.");
            wanted = parsed;
        }

        await using (var context = await contexts.CreateDbContextAsync(http.RequestAborted))
        {
            if (!await context.Subscriptions.AnyAsync(s => s.Id == id, http.RequestAborted)) return Problem.NotFound($"There is no subscription {id}.");
        }

        var count = limit ?? KeysetPage.DefaultLimit;
        // One row more than wanted tells whether there is a next page.
        var page = await ReadAsync(database, id, wanted, after, count + 1, http.RequestAborted);
        if (page.Count > count)
        {
            page.RemoveAt(count);
            http.Response.Headers.Link = KeysetPage.Next(http.Request, page[^1].Id.ToString(CultureInfo.InvariantCulture));
        }

        return TypedResults.Ok(page);
    }

    private static async Task<List<DeliveryResponse>> ReadAsync(
        OrderDatabase database, Guid subscription, DeliveryStatus? status, long? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand();
        WriteQuery(command, subscription, status, after, limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<DeliveryResponse>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var orderId = reader.GetGuid(1);
            page.Add(new(
                reader.GetInt64(0), OrderEventMessage.IdOf(orderId, reader.GetInt32(2)), orderId, Enum.Parse<DeliveryStatus>(reader.GetString(3)), reader.GetInt32(4),
                Time(5), reader.GetFieldValue<DateTimeOffset>(6), Time(7), reader.IsDBNull(8) ? null : reader.GetString(8)));
        }

        return page;

        DateTimeOffset? Time(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
    }

    /// <summary>
    /// As many entries of the index are read as are wanted, or of each status where all are, however many deliveries there are, and whosever
    /// they are.
    /// </summary>
    internal static void WriteQuery(NpgsqlCommand command, Guid subscription, DeliveryStatus? status, long? after, int limit)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = subscription });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = status is { } wanted ? [wanted.ToString()] : Enum.GetNames<DeliveryStatus>() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after ?? long.MaxValue });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
#pragma warning disable CA2100 // Made of constants and numbered parameters.
        command.CommandText =
            $"""
            SELECT d.* FROM unnest($2) AS each(status) CROSS JOIN LATERAL (
                SELECT id, order_id, version, status, attempts, due_at, created_at, ended_at, last_error FROM orders.webhook_deliveries
                WHERE {FilteredPage.Sql([("subscription_id", "$1"), ("status", "each.status")], "id", "$3", newestFirst: true)} LIMIT $4) AS d
            ORDER BY id DESC LIMIT $4
            """;
#pragma warning restore CA2100
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> ReplayAsync(
        Guid id, long delivery, IDbContextFactory<OrderContext> contexts, WebhookDispatcher dispatcher, HttpContext http)
    {
        await using var context = await contexts.CreateDbContextAsync(http.RequestAborted);
        var replayed = await context.Deliveries
            .Where(d => d.Id == delivery && d.SubscriptionId == id && d.Status != DeliveryStatus.Pending)
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.Status, DeliveryStatus.Pending).SetProperty(d => d.Attempts, 0)
                    .SetProperty(d => d.DueAt, d => DateTimeOffset.UtcNow).SetProperty(d => d.EndedAt, (DateTimeOffset?)null),
                http.RequestAborted);
        if (replayed == 0)
        {
            return await ExistsAsync(context, id, delivery, http.RequestAborted)
                ? Problem.Of(
                    StatusCodes.Status409Conflict, "/problems/delivery-pending", "The delivery is still under way.",
                    $"Delivery {delivery} is not over and needs no replay: it is tried again by itself, or with …/retry now.")
                : NotFound(id, delivery);
        }

        return Queued(id, http, dispatcher);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> RetryAsync(
        Guid id, long delivery, IDbContextFactory<OrderContext> contexts, WebhookDispatcher dispatcher, HttpContext http)
    {
        await using var context = await contexts.CreateDbContextAsync(http.RequestAborted);
        // One that is being tried would be claimed a second time, and the next event of its order could then come before the end of the first.
        var hastened = await context.Deliveries
            .Where(d => d.Id == delivery && d.SubscriptionId == id && d.DueAt != null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.DueAt, d => d.ClaimedUntil > DateTimeOffset.UtcNow ? d.DueAt : DateTimeOffset.UtcNow), http.RequestAborted);
        if (hastened == 0)
        {
            return await ExistsAsync(context, id, delivery, http.RequestAborted)
                ? Problem.Of(
                    StatusCodes.Status409Conflict, "/problems/delivery-over", "The delivery is over.",
                    $"Delivery {delivery} was delivered or given up; …/replay queues it again.")
                : NotFound(id, delivery);
        }

        return Queued(id, http, dispatcher);
    }

    /// <summary>What is queued waits for its turn, and for a subscriber that answers: where to see what became of it, and when.</summary>
    private static Accepted Queued(Guid id, HttpContext http, WebhookDispatcher dispatcher)
    {
        dispatcher.Wake();
        http.Response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Accepted($"/webhooks/{id}/deliveries");
    }

    private static Task<bool> ExistsAsync(OrderContext context, Guid id, long delivery, CancellationToken cancellationToken) =>
        context.Deliveries.AnyAsync(d => d.Id == delivery && d.SubscriptionId == id, cancellationToken);

    private static ProblemHttpResult NotFound(Guid id, long delivery) => Problem.NotFound($"There is no delivery {delivery} of subscription {id}.");
}
