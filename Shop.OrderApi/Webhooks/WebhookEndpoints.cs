using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Subscriptions;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults;
using Shop.ServiceDefaults.Paging;
using Shop.ServiceDefaults.Problems;
using Shop.ServiceDefaults.Webhooks;

namespace Shop.OrderApi.Webhooks;

/// <summary><c>/webhooks</c>: who is called when orders change, and what became of the calls.</summary>
internal static class WebhookEndpoints
{
    /// <summary>Each event is queued once per subscription: a bound on what an order costs.</summary>
    private const int MaxSubscriptions = 100;

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/webhooks").WithTags("Webhooks");
        group.MapPost("", SubscribeAsync)
            .WithSummary("Subscribes an address to events. The answer holds the signing key, once and never again.")
            .AnswersHeader("Location", "Where the subscription is.", StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("", ListAsync).WithSummary("Lists the subscriptions.");
        group.MapDelete("/{id}", UnsubscribeAsync).WithSummary("Ends a subscription, with all that is queued for it.");
        group.MapGet("/{id}/deliveries", DeliveriesAsync)
            .WithSummary("Lists deliveries, the latest first; status=dead are those that were given up.")
            .WithValues("status", Enum.GetNames<DeliveryStatus>())
            .AnswersNextPage(StatusCodes.Status200OK)
            .Produces<DeliveryResponse[]>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{id}/deliveries/{delivery}/replay", ReplayAsync)
            .WithSummary("Queues a delivery again, from its first attempt.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<SubscriptionResponse>, ProblemHttpResult>> SubscribeAsync(
        SubscribeRequest request, WebhookTarget target, IDbContextFactory<OrderContext> contexts, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        if (target.Check(request.Url) is { } reason) errors["url"] = [reason];
        var types = request.Events?.Distinct().ToArray() ?? [.. OrderEventTypes.All];
        if (types.Length == 0 || types.Any(type => !OrderEventTypes.All.Contains(type)))
            errors["events"] = [$"Events are any of {string.Join(", ", OrderEventTypes.All)}."];
        if (errors.Count > 0) return Problem.Invalid(errors);

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Subscriptions.CountAsync(cancellationToken) >= MaxSubscriptions)
        {
            return Problem.Of(
                StatusCodes.Status409Conflict, "/problems/too-many-subscriptions", "There are too many subscriptions.",
                $"There can be {MaxSubscriptions} subscriptions; end one first.");
        }

        var subscription = new WebhookSubscription
        {
            Id = Guid.CreateVersion7(),
            Url = new Uri(request.Url!).AbsoluteUri,
            Secret = WebhookSigner.NewSecret(),
            EventTypes = types!,
            CreatedAt = time.GetStoredNow(),
        };
        context.Add(subscription);
        await context.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/webhooks/{subscription.Id}", ResponseOf(subscription) with { Secret = WebhookSigner.Show(subscription.Secret) });
    }

    private static async Task<Ok<SubscriptionResponse[]>> ListAsync(IDbContextFactory<OrderContext> contexts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var subscriptions = await context.Subscriptions.AsNoTracking().OrderBy(s => s.CreatedAt).ToListAsync(cancellationToken);
        return TypedResults.Ok(subscriptions.Select(ResponseOf).ToArray());
    }

    private static async Task<NoContent> UnsubscribeAsync(Guid id, IDbContextFactory<OrderContext> contexts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Subscriptions.Where(s => s.Id == id).ExecuteDeleteAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DeliveriesAsync(
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
        Guid id, long delivery, IDbContextFactory<OrderContext> contexts, WebhookDispatcher dispatcher, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        // One that is still under way needs no replay.
        await context.Deliveries
            .Where(d => d.Id == delivery && d.SubscriptionId == id && d.Status != DeliveryStatus.Pending)
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.Status, DeliveryStatus.Pending).SetProperty(d => d.Attempts, 0).SetProperty(d => d.DueAt, now)
                    .SetProperty(d => d.EndedAt, (DateTimeOffset?)null),
                cancellationToken);
        if (!await context.Deliveries.AnyAsync(d => d.Id == delivery && d.SubscriptionId == id, cancellationToken))
            return Problem.NotFound($"There is no delivery {delivery} of subscription {id}.");

        dispatcher.Wake();
        return TypedResults.Accepted((string?)null);
    }

    private static SubscriptionResponse ResponseOf(WebhookSubscription subscription) =>
        new(subscription.Id, subscription.Url, subscription.EventTypes, subscription.CreatedAt);

    private static DeliveryResponse ResponseOf(WebhookDelivery delivery) => new(
        delivery.Id, OrderEventMessage.IdOf(delivery.OrderId, delivery.Version), delivery.OrderId, delivery.Status, delivery.Attempts,
        delivery.DueAt, delivery.CreatedAt, delivery.EndedAt, delivery.LastError);
}
