using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Accounts;
using Shop.Web.Clients;
using Shop.Web.Components;

namespace Shop.Web.Office;

/// <summary>What the forms of the back office do. The services decide once more whether whoever sends one may.</summary>
internal static class OfficeEndpoints
{
    private const string ProductsPage = "/office/products";
    private const string WebhooksPage = "/office/webhooks";

    private static readonly string[] OrderActions = ["ship", "cancel", "resume"];
    private static readonly string[] SubscriptionActions = ["pause", "resume"];
    private static readonly string[] DeliveryActions = ["retry", "replay"];

    public static void MapOffice(this IEndpointRouteBuilder app)
    {
        var office = app.MapForms("/office").RequireAuthorization(PagePolicies.Staff);
        office.MapPost("/orders/{id:guid}/refund", RefundAsync);
        office.MapPost("/orders/{id:guid}/{action}", DoAsync);
        office.MapPost("/products", AddAsync);
        office.MapPost("/products/{id:int}", EditAsync);
        office.MapPost("/products/{id:int}/remove", RemoveAsync);
        office.MapPost("/products/{id:int}/stock", AdjustAsync);
        office.MapPost("/webhooks", SubscribeAsync);
        office.MapPost("/webhooks/{id:guid}/remove", UnsubscribeAsync);
        office.MapPost("/webhooks/{id:guid}/{action}", DoWithSubscriptionAsync);
        office.MapPost("/webhooks/{id:guid}/deliveries/{delivery:long}/{action}", DoWithDeliveryAsync);
    }

    private static async Task<IResult> DoAsync(Guid id, string action, HttpContext http, OrderClient orders, Flash flash)
    {
        if (!OrderActions.Contains(action)) return Results.NotFound();
        return Led(http, flash, await orders.DoAsync(id, action, http.RequestAborted), $"/office/orders/{id}");
    }

    private static async Task<IResult> RefundAsync(
        Guid id, [FromForm] decimal amount, [FromForm] string refundId, HttpContext http, OrderClient orders, Flash flash) =>
        Led(http, flash, await orders.RefundAsync(id, new(amount, refundId), http.RequestAborted), $"/office/orders/{id}");

    private static async Task<IResult> AddAsync([FromForm] ProductForm form, HttpContext http, ProductClient products, Flash flash)
    {
        var answer = await products.AddAsync(form.Edit, form.Key.ToString(), http.RequestAborted);
        if (answer.Value is { } added) return Led(http, flash, answer, ProductPage(added.Id));
        return Led(http, flash, answer, form.DraftAt($"{ProductsPage}/new"));
    }

    private static async Task<IResult> EditAsync(int id, [FromForm] ProductForm form, HttpContext http, ProductClient products, Flash flash)
    {
        var page = ProductPage(id);
        var answer = await products.EditAsync(id, form.Edit, form.Seen ?? "", form.Key.ToString(), http.RequestAborted);
        // Somebody was quicker: the page shows both, and asks which it shall be.
        if (answer.Status == HttpStatusCode.PreconditionFailed) return Results.LocalRedirect(form.DraftAt(page, contested: true));
        return Led(http, flash, answer, answer.Succeeded ? page : form.DraftAt(page));
    }

    private static async Task<IResult> RemoveAsync(int id, [FromForm] string seen, HttpContext http, ProductClient products, Flash flash)
    {
        var answer = await products.RemoveAsync(id, seen, http.RequestAborted);
        return Led(http, flash, answer, answer.Succeeded ? ProductsPage : ProductPage(id));
    }

    private static async Task<IResult> AdjustAsync(
        int id, [FromForm] int delta, [FromForm] string reason, [FromForm] Guid key, HttpContext http, ProductClient products, Flash flash) => Led(
        http, flash, await products.AdjustAsync(id, new(delta, reason), key.ToString(), http.RequestAborted), ProductPage(id));

    private static async Task<IResult> SubscribeAsync([FromForm] string url, [FromForm] Guid key, HttpContext http, OrderClient orders, Flash flash)
    {
        var answer = await orders.SubscribeAsync(url, key.ToString(), http.RequestAborted);
        flash.Say(http, answer.Value is { Secret: { } secret } ? $"It is subscribed. The key that signs the calls, shown this once: {secret}" : answer.Told);
        return Results.LocalRedirect(WebhooksPage);
    }

    private static async Task<IResult> UnsubscribeAsync(Guid id, HttpContext http, OrderClient orders, Flash flash) =>
        Led(http, flash, await orders.UnsubscribeAsync(id, http.RequestAborted), WebhooksPage);

    private static async Task<IResult> DoWithSubscriptionAsync(
        Guid id, string action, HttpContext http, OrderClient orders, Flash flash) => SubscriptionActions.Contains(action)
        ? Led(http, flash, await orders.DoAsync($"{id}/{action}", http.RequestAborted), WebhooksPage)
        : Results.NotFound();

    private static async Task<IResult> DoWithDeliveryAsync(
        Guid id, long delivery, string action, HttpContext http, OrderClient orders, Flash flash) => DeliveryActions.Contains(action)
        ? Led(
            http, flash, await orders.DoAsync(string.Create(CultureInfo.InvariantCulture, $"{id}/deliveries/{delivery}/{action}"), http.RequestAborted),
            $"{WebhooksPage}/{id}")
        : Results.NotFound();

    private static string ProductPage(int id) => string.Create(CultureInfo.InvariantCulture, $"{ProductsPage}/{id}");

    /// <summary>Leads to a page that says what came of it.</summary>
    private static IResult Led<T>(HttpContext http, Flash flash, ServiceAnswer<T> answer, string page)
        where T : class
    {
        flash.Say(http, answer switch
        {
            { Status: HttpStatusCode.Accepted } => "It is under way: a part of the shop has still to answer.",
            { Succeeded: true } => "Done.",
            _ => answer.Told,
        });
        return Results.LocalRedirect(page);
    }
}

/// <summary>The form of a product.</summary>
internal sealed class ProductForm
{
    /// <summary>The name of the request, under which it can be repeated.</summary>
    public Guid Key { get; set; }

    /// <summary>The state that the form was filled in on.</summary>
    public string? Seen { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? Category { get; set; }

    public decimal Price { get; set; }

    /// <summary>What the product is to be.</summary>
    public ProductEdit Edit => new(Name ?? "", Description ?? "", Category ?? "", Price);

    /// <summary>A page with what was written in it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="contested">Whether it is to be decided on anew, since the product is another one by now.</param>
    public string DraftAt(string page, bool contested = false) => Query.Of(
        page, ("seen", contested ? null : Seen), ("name", Name), ("description", Description), ("category", Category), ("price", Price.ToString("0.00", CultureInfo.InvariantCulture)));
}
