using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Shop.Tests.Faults;

/// <summary>A step of an order as its service sees it.</summary>
internal sealed record StepCall(string Step, Guid OrderId, int Product)
{
    public bool IsPayment => Step is "authorize" or "capture" or "void" or "refund";

    /// <summary>Whether the answer says how much; what is let go is nothing, whatever it was.</summary>
    public bool HasMoney => Step is "reserve" or "authorize" or "capture" or "refund";

    /// <summary>Where the payment or the reservation stood before the step, or what is left of it when it was refused.</summary>
    public string StateBefore => Step switch
    {
        "reserve" => "Released",
        "authorize" => "Declined",
        "capture" or "void" => "Authorized",
        "refund" => "Captured",
        _ => "Reserved",
    };

    private string StateAfter => Step switch
    {
        "reserve" => "Reserved",
        "authorize" => "Authorized",
        "capture" => "Captured",
        "void" => "Voided",
        "refund" => "PartiallyRefunded",
        "commit" => "Committed",
        _ => "Released",
    };

    public static StepCall? Of(HttpContext context, int product)
    {
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || !Guid.TryParse(parts[1], out var orderId)) return null;
        return (context.Request.Method, parts[0], parts.ElementAtOrDefault(2)) switch
        {
            ("PUT", "reservations", null) => new("reserve", orderId, product),
            ("DELETE", "reservations", null) => new("release", orderId, product),
            ("POST", "reservations", "commit") => new("commit", orderId, product),
            ("PUT", "payments", null) => new("authorize", orderId, product),
            ("POST", "payments", "capture" or "void" or "refund") => new(parts[2], orderId, product),
            _ => null,
        };
    }

    public static StepCall? Elsewhere(HttpContext context, int product) =>
        context.Request.Path.Value!.Split('/') is ["", "elsewhere", var step, var orderId] ? new(step, Guid.Parse(orderId), product) : null;

    /// <summary>What the service would answer if the step were done.</summary>
    public string Body(decimal price = 10m, string currency = "EUR", string? state = null, string? lines = null) => Step switch
    {
        "reserve" => string.Create(CultureInfo.InvariantCulture, $$"""
            {"orderId":"{{OrderId}}","status":"{{state ?? StateAfter}}","currency":"{{currency}}","total":{{(lines is null ? 20 : 1)}},
             "lines":{{lines ?? string.Create(CultureInfo.InvariantCulture, $$"""[{"productId":{{Product}},"name":"x","quantity":2,"unitPrice":{{price}},"amount":{{price * 2}}}]""")}}}
            """),
        "commit" or "release" => $$"""{"orderId":"{{OrderId}}","status":"{{state ?? StateAfter}}"}""",
        _ => string.Create(CultureInfo.InvariantCulture, $$"""
            {"id":"{{Guid.NewGuid()}}","orderId":"{{OrderId}}","amount":{{price * 2}},"currency":"{{currency}}","status":"{{state ?? StateAfter}}",
             "captured":{{(Step is "capture" or "refund" ? price * 2 : 0)}},"refunded":{{(Step == "refund" ? price / 2 : 0)}}}
            """),
    };
}
