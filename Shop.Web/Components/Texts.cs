using System.Globalization;

namespace Shop.Web.Components;

/// <summary>How numbers and states read on a page.</summary>
internal static class Texts
{
    /// <summary>An amount of money.</summary>
    public static string Money(this decimal amount, string currency) => string.Create(CultureInfo.InvariantCulture, $"{amount:#,##0.00} {(currency == "EUR" ? "€" : currency)}");

    /// <summary>A time, as precise as a person needs it.</summary>
    public static string Moment(this DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The beginning of an order's number, which is enough to tell it from others.</summary>
    public static string Short(this Guid id) => id.ToString()[^12..];

    /// <summary>Why an order or a refund was refused, in a customer's words.</summary>
    public static string Reason(string? reason) => reason switch
    {
        null => "",
        "payment-declined" => "The bank has declined the payment. Nothing was charged.",
        "insufficient-stock" => "There was not enough in stock. Nothing was charged.",
        "unknown-product" => "A product is no longer for sale. Nothing was charged.",
        "unknown-payment-method" => "The shop does not take this way to pay. Nothing was charged.",
        "price-changed" => "The price had changed. Nothing was ordered.",
        "product-unavailable" => "The stock could not be checked. Nothing was ordered.",
        "checkout-given-up" => "A part of the shop was away for too long. Nothing was charged.",
        "order-cancelled" => "It was called off.",
        _ => $"It was refused: {reason.Replace('-', ' ')}.",
    };
}
