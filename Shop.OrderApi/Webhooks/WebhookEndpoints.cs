using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Subscriptions;
using Shop.ServiceDefaults;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.Idempotency;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Problems;
using Shop.ServiceDefaults.Webhooks;

namespace Shop.OrderApi.Webhooks;

/// <summary><c>/webhooks</c>: who is called when orders change.</summary>
internal static class WebhookEndpoints
{
    /// <summary>Each event is queued once per subscription: a bound on what an order costs.</summary>
    private const int MaxSubscriptions = 100;

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/webhooks").WithTags("Webhooks").ForStaff();
        group.MapPost("", SubscribeAsync)
            .WithSummary("Subscribes an address to events. The answer holds the signing key, once and never again.")
            .TakesIdempotencyKey(StatusCodes.Status201Created, StatusCodes.Status409Conflict)
            .Produces<SubscriptionResponse>(StatusCodes.Status201Created)
            .AnswersHeader("Location", "Where the subscription is.", StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("", ListAsync).WithSummary("Lists the subscriptions.");
        group.MapGet("/{id}", FindAsync).WithSummary("Shows a subscription.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/{id}", UnsubscribeAsync).WithSummary("Ends a subscription, with all that is queued for it.");
        group.MapPost("/{id}/pause", PauseAsync)
            .WithSummary("Holds deliveries back. Events are queued, and come when the subscription is resumed.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{id}/resume", ResumeAsync)
            .WithSummary("Delivers again, also where the subscriber had ended its subscription or asked to be left alone.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{id}/secret", RotateSecretAsync)
            .WithSummary("Changes the signing key. The answer holds the new one, once; the old one signs as well for a while.")
            .TakesIdempotencyKey(StatusCodes.Status200OK, StatusCodes.Status404NotFound)
            .Produces<SubscriptionResponse>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{id}/ping", PingAsync)
            .WithSummary("Makes a signed test call now, and tells what came of it.")
            .WithMetadata(new NotIdempotent())
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDeliveries();
    }

    private static async Task<IResult> SubscribeAsync(
        SubscribeRequest request, HttpContext http, WebhookTarget target, OrderDatabase database, TimeProvider time)
    {
        var errors = new Dictionary<string, string[]>();
        if (target.Check(request.Url) is { } reason) errors["url"] = [reason];
        var types = request.Events?.Distinct().ToArray() ?? [.. OrderEventTypes.All];
        if (types.Length == 0 || types.Any(type => !OrderEventTypes.All.Contains(type)))
            errors["events"] = [$"Events are any of {string.Join(", ", OrderEventTypes.All)}."];
        if (errors.Count > 0) return Problem.Invalid(errors);

        var subscription = new WebhookSubscription
        {
            Id = Guid.CreateVersion7(),
            Url = new Uri(request.Url!).AbsoluteUri,
            Secret = WebhookSigner.NewSecret(),
            EventTypes = types!,
            CreatedAt = time.GetStoredNow(),
            Status = SubscriptionStatus.Active,
        };
        await using var connection = await database.DataSource.OpenConnectionAsync(http.RequestAborted);
        return await IdempotentWrites.RunAsync(http, connection, OrderContext.Schema, request, async _ =>
            await SubscriptionStatements.TryAddAsync(connection, subscription, MaxSubscriptions)
                ? TypedResults.Created($"/webhooks/{subscription.Id}", ResponseOf(subscription) with { Secret = WebhookSigner.Show(subscription.Secret) })
                : Problem.Of(
                    StatusCodes.Status409Conflict, "/problems/too-many-subscriptions", "There are too many subscriptions.",
                    $"There can be {MaxSubscriptions} subscriptions; end one first."));
    }

    private static async Task<Ok<SubscriptionResponse[]>> ListAsync(IDbContextFactory<OrderContext> contexts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var subscriptions = await context.Subscriptions.AsNoTracking().OrderBy(s => s.CreatedAt).ToListAsync(cancellationToken);
        return TypedResults.Ok(subscriptions.Select(ResponseOf).ToArray());
    }

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> FindAsync(
        Guid id, IDbContextFactory<OrderContext> contexts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(context, id, cancellationToken) is { } subscription ? TypedResults.Ok(ResponseOf(subscription)) : NotFound(id);
    }

    private static async Task<NoContent> UnsubscribeAsync(Guid id, IDbContextFactory<OrderContext> contexts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Subscriptions.Where(s => s.Id == id).ExecuteDeleteAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> PauseAsync(
        Guid id, IDbContextFactory<OrderContext> contexts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Subscriptions.Where(s => s.Id == id && s.Status == SubscriptionStatus.Active)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, SubscriptionStatus.Paused), cancellationToken);
        return await ReadAsync(context, id, cancellationToken) switch
        {
            null => NotFound(id),
            { Status: SubscriptionStatus.Ended } => Problem.Of(
                StatusCodes.Status409Conflict, "/problems/subscription-ended", "The subscription has ended.",
                "Its subscriber has answered 410 Gone, and nothing is queued that could be held back."),
            var subscription => TypedResults.Ok(ResponseOf(subscription)),
        };
    }

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> ResumeAsync(
        Guid id, IDbContextFactory<OrderContext> contexts, WebhookDispatcher dispatcher, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Subscriptions.Where(s => s.Id == id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Status, SubscriptionStatus.Active).SetProperty(s => s.RestingUntil, (DateTimeOffset?)null), cancellationToken);
        if (await ReadAsync(context, id, cancellationToken) is not { } subscription) return NotFound(id);
        dispatcher.Wake();
        return TypedResults.Ok(ResponseOf(subscription));
    }

    private static async Task<IResult> RotateSecretAsync(
        Guid id, HttpContext http, OrderDatabase database, ConfiguredSubscribers configured, IOptions<WebhookOptions> options, TimeProvider time)
    {
        if (configured.Contains(id))
        {
            return Problem.Of(
                StatusCodes.Status409Conflict, "/problems/subscription-configured", "The subscription is configured.",
                "Its key is in the configuration of this service (Webhooks:Subscribers) and has to be changed there.");
        }

        var secret = WebhookSigner.NewSecret();
        await using var connection = await database.DataSource.OpenConnectionAsync(http.RequestAborted);
        // A repeat would take the new key, which nobody has heard of, for the old one.
        return await IdempotentWrites.RunAsync(http, connection, OrderContext.Schema, body: null, async _ =>
            await SubscriptionStatements.ChangeSecretAsync(connection, id, secret, time.GetStoredNow() + options.Value.SecretGrace) is { } subscription
                ? TypedResults.Ok(ResponseOf(subscription) with { Secret = WebhookSigner.Show(secret) })
                : NotFound(id));
    }

    private static async Task<Results<Ok<PingResponse>, ProblemHttpResult>> PingAsync(
        Guid id, IDbContextFactory<OrderContext> contexts, WebhookSender sender, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await ReadAsync(context, id, cancellationToken) is not { } subscription) return NotFound(id);

        var now = time.GetUtcNow();
        byte[][] secrets = subscription.PreviousSecret is { } previous && subscription.PreviousSecretUntil > now
            ? [subscription.Secret, previous]
            : [subscription.Secret];
        var ping = new WebhookPing($"ping_{Guid.CreateVersion7():N}", WebhookPing.PingType, now);
        var body = JsonSerializer.SerializeToUtf8Bytes(ping, WebhookJson.Default.WebhookPing);
        var began = time.GetTimestamp();
        var outcome = await sender.SendAsync(new(id, subscription.Url, secrets, ping.Id, body), cancellationToken);
        return TypedResults.Ok(new PingResponse(ping.Id, outcome.Error is null, time.GetElapsedTime(began).TotalSeconds, outcome.Error));
    }

    private static Task<WebhookSubscription?> ReadAsync(OrderContext context, Guid id, CancellationToken cancellationToken) =>
        context.Subscriptions.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancellationToken);

    private static ProblemHttpResult NotFound(Guid id) => Problem.NotFound($"There is no subscription {id}.");

    private static SubscriptionResponse ResponseOf(WebhookSubscription subscription) => new(
        subscription.Id, Masked(subscription.Url), subscription.EventTypes, subscription.CreatedAt, subscription.Status, subscription.RestingUntil,
        subscription.PreviousSecretUntil);

    /// <summary>What stands in a query is often a key of the receiver's.</summary>
    private static string Masked(string url) => url.IndexOf('?') is var query and >= 0 ? string.Concat(url.AsSpan(0, query), "?***") : url;
}
