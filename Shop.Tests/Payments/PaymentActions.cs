using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Payments;

/// <summary>A payment with what became of its money, as the API writes it.</summary>
public sealed record MoneyView(
    Guid Id, Guid OrderId, DateTimeOffset PaymentDate, decimal Amount, string Currency, string Method, string Status, decimal Captured, decimal Refunded,
    IReadOnlyList<EntryView>? Entries);

/// <summary>An entry of the ledger as the API writes it.</summary>
public sealed record EntryView(string Kind, string Debit, string Credit, decimal Amount, string Currency, string Reference, DateTimeOffset EnteredAt);

/// <summary>What tests do with payments again and again.</summary>
internal static class PaymentActions
{
    public static Task<HttpResponseMessage> AuthorizeAsync(this ShopFixture shop, Guid orderId, decimal amount, string method = "approve") =>
        shop.Payments.PutAsJsonAsync($"/payments/{orderId}", new { amount, currency = "EUR", method });

    public static Task<HttpResponseMessage> CaptureAsync(this ShopFixture shop, Guid orderId) =>
        shop.Payments.PostAsync($"/payments/{orderId}/capture", null);

    public static Task<HttpResponseMessage> VoidAsync(this ShopFixture shop, Guid orderId) =>
        shop.Payments.PostAsync($"/payments/{orderId}/void", null);

    public static Task<HttpResponseMessage> RefundAsync(this ShopFixture shop, Guid orderId, string? refundId = null, decimal? amount = null) =>
        shop.Payments.PostAsJsonAsync($"/payments/{orderId}/refund", new { refundId, amount });

    /// <summary>Authorizes, expects it to work, and answers the order that it is for.</summary>
    public static async Task<Guid> AuthorizedAsync(this ShopFixture shop, decimal amount, string method = "approve")
    {
        var orderId = Guid.CreateVersion7();
        using var response = await shop.AuthorizeAsync(orderId, amount, method);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return orderId;
    }

    /// <summary>Authorizes and captures, expects both to work, and answers the order that it is for.</summary>
    public static async Task<Guid> CapturedAsync(this ShopFixture shop, decimal amount, string method = "approve")
    {
        var orderId = await shop.AuthorizedAsync(amount, method);
        using var response = await shop.CaptureAsync(orderId);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return orderId;
    }

    /// <summary>The payment of an order with its ledger entries.</summary>
    public static async Task<MoneyView> MoneyOfAsync(this ShopFixture shop, Guid orderId) =>
        (await shop.Payments.GetFromJsonAsync<MoneyView>($"/payments/{orderId}"))!;

    /// <summary>How often the gateway really did something for an order, by its own record.</summary>
    public static Task<long> DoneByGatewayAsync(this ShopFixture shop, Guid orderId, string kind) => shop.ScalarAsync<long>(
        "paymentdb", "SELECT count(*) FROM gateway.operations WHERE order_id = $1 AND kind = $2 AND outcome = 'approved'", orderId, kind);
}
