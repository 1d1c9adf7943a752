using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
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
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{delivery}/retry", RetryAsync)
            .WithSummary("Tries a pending delivery now and not when it is due. One that is being tried is left alone.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync(
        Guid id, string? status, long? after, [Range(1, KeysetPage.MaxLimit)] int? limit, IDbContextFactory<OrderContext> contexts, HttpContext http)
    {
        if (KeysetPage.Check(limit) is { } invalid) return invalid;
        DeliveryStatus? wanted = null;
        if (status is not null)
        {
            if (!Enum.TryParse<DeliveryStatus>(status, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed) || !char.IsLetter(status[0]))
                return Problem.Invalid("status", $"A status is one of {string.Join(", ", Enum.GetNames<DeliveryStatus>())}.");
            wanted = parsed;
        }

        await using var context = await contexts.CreateDbContextAsync(http.RequestAborted);
        if (!await context.Subscriptions.AnyAsync(s => s.Id == id, http.RequestAborted)) return Problem.NotFound($"There is no subscription {id}.");

        var count = limit ?? KeysetPage.DefaultLimit;
        var deliveries = await context.Deliveries.AsNoTracking()
            .Where(d => d.SubscriptionId == id && (wanted == null || d.Status == wanted) && (after == null || d.Id < after))
            .OrderByDescending(d => d.Id)
            .Take(count)
            .ToListAsync(http.RequestAborted);
        if (deliveries.Count == count) http.Response.Headers.Link = KeysetPage.Next(http.Request, deliveries[^1].Id.ToString(CultureInfo.InvariantCulture));
        return TypedResults.Ok(deliveries.Select(ResponseOf).ToArray());
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> ReplayAsync(
        Guid id, long delivery, IDbContextFactory<OrderContext> contexts, WebhookDispatcher dispatcher, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var replayed = await context.Deliveries
            .Where(d => d.Id == delivery && d.SubscriptionId == id && d.Status != DeliveryStatus.Pending)
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.Status, DeliveryStatus.Pending).SetProperty(d => d.Attempts, 0)
                    .SetProperty(d => d.DueAt, d => DateTimeOffset.UtcNow).SetProperty(d => d.EndedAt, (DateTimeOffset?)null),
                cancellationToken);
        if (replayed == 0)
        {
            return await ExistsAsync(context, id, delivery, cancellationToken)
                ? Problem.Of(
                    StatusCodes.Status409Conflict, "/problems/delivery-pending", "The delivery is still under way.",
                    $"Delivery {delivery} is not over and needs no replay: it is tried again by itself, or with …/retry now.")
                : NotFound(id, delivery);
        }

        dispatcher.Wake();
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> RetryAsync(
        Guid id, long delivery, IDbContextFactory<OrderContext> contexts, WebhookDispatcher dispatcher, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // One that is being tried would be claimed a second time, and the next event of its order could then come before the end of the first.
        var hastened = await context.Deliveries
            .Where(d => d.Id == delivery && d.SubscriptionId == id && d.DueAt != null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.DueAt, d => d.ClaimedUntil > DateTimeOffset.UtcNow ? d.DueAt : DateTimeOffset.UtcNow), cancellationToken);
        if (hastened == 0)
        {
            return await ExistsAsync(context, id, delivery, cancellationToken)
                ? Problem.Of(
                    StatusCodes.Status409Conflict, "/problems/delivery-over", "The delivery is over.",
                    $"Delivery {delivery} was delivered or given up; …/replay queues it again.")
                : NotFound(id, delivery);
        }

        dispatcher.Wake();
        return TypedResults.Accepted((string?)null);
    }

    private static Task<bool> ExistsAsync(OrderContext context, Guid id, long delivery, CancellationToken cancellationToken) =>
        context.Deliveries.AnyAsync(d => d.Id == delivery && d.SubscriptionId == id, cancellationToken);

    private static ProblemHttpResult NotFound(Guid id, long delivery) => Problem.NotFound($"There is no delivery {delivery} of subscription {id}.");

    private static DeliveryResponse ResponseOf(WebhookDelivery delivery) => new(
        delivery.Id, OrderEventMessage.IdOf(delivery.OrderId, delivery.Version), delivery.OrderId, delivery.Status, delivery.Attempts,
        delivery.DueAt, delivery.CreatedAt, delivery.EndedAt, delivery.LastError);
}
