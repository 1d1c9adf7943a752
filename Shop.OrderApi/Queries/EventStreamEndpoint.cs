using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Outbox;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Problems;

namespace Shop.OrderApi.Queries;

/// <summary>
/// <c>GET /orders/{id}/events</c>: an order's changes as server-sent events (WHATWG HTML, section 9.2). The id of an event is
/// the order's version, so that a client that reconnects with <c>Last-Event-ID</c> misses nothing and sees nothing twice.
/// </summary>
internal static class EventStreamEndpoint
{
    private const string LastEventIdHeader = "Last-Event-ID";

    /// <summary>Placing has no row of its own; a stream opens with it.</summary>
    private const int PlacedId = 0;

    private const int FromTheBeginning = -1;

    /// <summary>How often a quiet stream says that it is alive; proxies cut quiet connections after 30 to 60 seconds.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>How often to look although nobody has signalled.</summary>
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(5);

    public static void MapEventStream(this IEndpointRouteBuilder app) => app.MapGet("/orders/{id}/events", StreamAsync)
        .ForCustomers()
        .RequireRateLimiting(OrderLimits.Following)
        .WithTags("Orders")
        .WithSummary("Streams the changes of an order as server-sent events.")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
        .AcceptsHeader(LastEventIdHeader, "The id of the last event that was seen: the stream goes on after it. Empty, or one that was never sent: it begins anew.")
        .Produces(StatusCodes.Status204NoContent)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> StreamAsync(
        Guid id, HttpContext http, IDbContextFactory<OrderContext> contexts, OrderChangeNotifier changes, IHostApplicationLifetime lifetime,
        TimeProvider time)
    {
        var last = FromTheBeginning;
        if (http.Request.Headers.TryGetValue(LastEventIdHeader, out var header) && !string.IsNullOrEmpty(header)
            && !int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out last))
        {
            return Problem.Invalid(LastEventIdHeader, "The id of an event of this stream is required: a number.");
        }

        if (await contexts.FindOrderAsync(id, http.RequestAborted) is not { } order || !order.IsVisibleTo(http.User.BoundTo())) return Problem.NotFound($"There is no order {id}.");

        // Nothing was sent under it yet: whoever names it has seen another stream, and misses nothing when this one begins anew.
        if (last > order.Version) last = FromTheBeginning;

        // A browser reconnects when a stream ends, unless it is told that there is nothing more (section 9.2.4).
        if (order.State.IsClosed && last == order.Version) return TypedResults.NoContent();

        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        // A proxy that collects an answer before it passes it on would keep the events from whoever waits for them (nginx, X-Accel-Buffering).
        http.Response.Headers["X-Accel-Buffering"] = "no";
        if (http.IsHead()) return TypedResults.Empty;

        try
        {
            await WriteAllAsync(http.Response, order, last, contexts, changes, time, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }

        return TypedResults.Empty;
    }

    private static async Task WriteAllAsync(
        HttpResponse response, Order order, int last, IDbContextFactory<OrderContext> contexts, OrderChangeNotifier changes, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var spoken = time.GetTimestamp();
        while (true)
        {
            var changed = changes.Listen(order.Id);
            order = await contexts.FindOrderAsync(order.Id, cancellationToken) ?? order;
            foreach (var change in EventsOf(order).Where(change => change.Version > last))
            {
                await WriteAsync(response, change, cancellationToken);
                last = change.Version;
                spoken = time.GetTimestamp();
            }

            if (order.State.IsClosed) return;

            if (time.GetElapsedTime(spoken) >= KeepAlive)
            {
                await response.WriteAsync(": still here\n\n", cancellationToken);
                spoken = time.GetTimestamp();
            }

            await response.Body.FlushAsync(cancellationToken);
            await changes.WaitAsync(changed, SafetyNet, cancellationToken);
        }
    }

    private static IEnumerable<OrderEventMessage> EventsOf(Order order) => order.Events
        .Prepend(OrderEvent.Reached(order.In(OrderState.Placed), PlacedId, order.OrderDate))
        .Select(change => OrderEventMessage.Of(change, order.CustomerId, order.Total, order.Currency));

    private static async Task WriteAsync(HttpResponse response, OrderEventMessage change, CancellationToken cancellationToken)
    {
        var data = JsonSerializer.Serialize(change, OrderJson.Default.OrderEventMessage);
        await response.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $"id: {change.Version}\nevent: {change.Type}\ndata: {data}\n\n"), cancellationToken);
    }
}
