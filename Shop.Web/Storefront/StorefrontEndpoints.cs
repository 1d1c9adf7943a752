using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Accounts;
using Shop.Web.Carts;
using Shop.Web.Clients;
using Shop.Web.Components;

namespace Shop.Web.Storefront;

/// <summary>What the forms of the storefront do. Each leads to a page that says what came of it.</summary>
internal static class StorefrontEndpoints
{
    /// <summary>Where the storefront begins.</summary>
    public const string Root = "/shop";

    private const string CartPage = "/shop/cart";
    private const string CheckoutPage = "/shop/checkout";

    public static void MapStorefront(this IEndpointRouteBuilder app)
    {
        var shop = app.MapForms(Root);
        shop.MapPost("/cart/add", AddAsync).RequireAuthorization(PagePolicies.Anyone);
        shop.MapPost("/cart/set", SetAsync).RequireAuthorization(PagePolicies.Anyone);
        shop.MapPost("/checkout", CheckOutAsync).RequireAuthorization(PagePolicies.Customer);
        shop.MapPost("/orders/{id:guid}/cancel", CancelAsync).RequireAuthorization(PagePolicies.Customer);
        shop.MapGet("/orders/{id:guid}/events", FollowAsync).RequireAuthorization(PagePolicies.Customer);
    }

    private static async Task<IResult> AddAsync([FromForm] int productId, [FromForm] int? quantity, HttpContext http, CartStore carts, Flash flash)
    {
        var pieces = Math.Clamp(quantity ?? 1, 1, CartStore.MaxQuantity);
        flash.Say(http, productId > 0 && await carts.AddAsync(http, productId, pieces)
            ? "It is in your cart."
            : $"There is no room for it: a cart has {CartStore.MaxLines} different things at the most.");
        return Results.LocalRedirect(CartPage);
    }

    private static async Task<IResult> SetAsync([FromForm] int productId, [FromForm] int? quantity, HttpContext http, CartStore carts)
    {
        await carts.SetAsync(http, productId, Math.Clamp(quantity ?? 0, 0, CartStore.MaxQuantity));
        return Results.LocalRedirect(CartPage);
    }

    private static async Task<IResult> CheckOutAsync(
        [FromForm] Guid key, [FromForm] string? expectedTotal, [FromForm] string? paymentMethod, HttpContext http, CartStore carts, OrderClient orders,
        PlacedOrders placed, Flash flash)
    {
        var cart = await carts.ReadAsync(http);
        if (cart.Count == 0 || key == Guid.Empty || paymentMethod is not { Length: > 0 }
            || !decimal.TryParse(expectedTotal, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var expected))
        {
            return Results.LocalRedirect(CheckoutPage);
        }

        // The order goes on whether or not the browser waits for it: its answer empties the cart.
        var answer = await orders.PlaceAsync(
            new([.. cart.Select(line => new OrderLineView(line.ProductId, line.Quantity))], paymentMethod, expected), key.ToString(), CancellationToken.None);
        if (answer is { Succeeded: true, Value: { } order })
        {
            await carts.TakeOutAsync(http, cart);
            if (Activity.Current is { } activity) await placed.NoteAsync(order.Id, activity.TraceId.ToHexString());
            return Results.LocalRedirect($"/shop/orders/{order.Id}");
        }

        // Whether that order was placed is not known: the next attempt is the same one, so that nobody gets everything twice.
        var isUndecided = answer.Status is null or >= HttpStatusCode.InternalServerError && answer.Problem?.Type != "/problems/product-unavailable";
        flash.Say(http, answer switch
        {
            { Problem.Type: "/problems/price-changed" } => "The price has changed since you saw it. Nothing was ordered: here is what it costs now.",
            { Problem.Type: "/problems/payment-declined" } => "The bank has declined the payment. Nothing was charged: you can try another way to pay.",
            { Problem.Type: "/problems/insufficient-stock" } => "Somebody was quicker: there is not enough in stock any more. Nothing was ordered.",
            { Problem.Type: "/problems/product-unavailable" } =>
                "The stock cannot be checked right now. Nothing was ordered, your cart is as it was; please try again in a moment.",
            { Problem.Type: "/problems/idempotency-key-reused" } => "You have ordered before with this page. Look at your orders before you order again.",
            _ when isUndecided =>
                "The shop cannot take orders right now. Your cart is as it was; please try again in a moment.",
            _ => $"Nothing was ordered. {answer.Told}",
        });
        return Results.LocalRedirect(isUndecided ? $"{CheckoutPage}?again={key}" : CheckoutPage);
    }

    private static async Task<IResult> CancelAsync(Guid id, HttpContext http, OrderClient orders, Flash flash)
    {
        var answer = await orders.DoAsync(id, "cancel", http.RequestAborted);
        flash.Say(http, answer switch
        {
            { Status: HttpStatusCode.Accepted } => "It will be cancelled: a part of the shop has still to answer.",
            { Succeeded: true } => "The order is cancelled.",
            _ => $"It was not cancelled. {answer.Told}",
        });
        return Results.LocalRedirect($"/shop/orders/{id}");
    }

    /// <summary>Passes the stream of an order's changes on to the browser that follows them.</summary>
    private static async Task FollowAsync(Guid id, HttpContext http, OrderClient orders)
    {
        try
        {
            using var stream = await orders.FollowAsync(id, http.Request.Headers["Last-Event-ID"], http.RequestAborted);
            if (stream.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotFound)
            {
                http.Response.StatusCode = (int)stream.StatusCode;
                return;
            }

            await BeginStreamAsync(http);
            if (stream.IsSuccessStatusCode) await stream.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
            else await AskToComeAgainAsync(http);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The service or the browser has gone.
            if (http.RequestAborted.IsCancellationRequested || http.Response.HasStarted) return;
            await BeginStreamAsync(http);
            await AskToComeAgainAsync(http);
        }
    }

    private static Task BeginStreamAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return http.Response.StartAsync(http.RequestAborted);
    }

    /// <summary>
    /// A browser comes again when a stream ends, and never when its answer is an error (HTML standard, section 9.2.3): a page would not
    /// follow its order any more once a part of the shop was away.
    /// </summary>
    private static Task AskToComeAgainAsync(HttpContext http) => http.Response.WriteAsync("retry: 5000\n\n", http.RequestAborted);
}
