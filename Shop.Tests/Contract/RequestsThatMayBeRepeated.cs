using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Contract;

/// <summary>
/// A client that got no answer sends its request again. GET, PUT and DELETE do nothing twice by what they are; whoever adds a POST decides
/// why it may be repeated, and says so here, or has it take a key.
/// </summary>
public sealed class RequestsThatMayBeRepeated
{
    private static readonly string[] ByNature =
    [
        "/order-events", "/orders/{id}/cancel", "/orders/{id}/refund", "/orders/{id}/resume", "/orders/{id}/ship", "/payments/{orderId}/capture",
        "/payments/{orderId}/refund", "/payments/{orderId}/void", "/reservations/{orderId}/commit", "/webhooks/{id}/deliveries/{delivery}/retry",
        "/webhooks/{id}/pause", "/webhooks/{id}/resume", "/work",
    ];

    /// <summary>They send a call that its receiver knows again by its id; a 503 of theirs does not say that nothing is done twice.</summary>
    private static readonly string[] CallsOnly = ["/webhooks/{id}/deliveries/{delivery}/replay", "/webhooks/{id}/ping"];

    [Fact]
    public void Every_post_takes_a_key_or_does_nothing_twice()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryRoot.Find().FullName, "docs", "openapi", "monolith.json")));
        var withoutKey = document.RootElement.GetProperty("paths").EnumerateObject()
            .Where(path => path.Value.TryGetProperty("post", out var post) && !TakesKey(post))
            .Select(path => path.Name);

        Assert.Equal(ByNature.Concat(CallsOnly).Order(StringComparer.Ordinal), withoutKey.Order(StringComparer.Ordinal));
    }

    private static bool TakesKey(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        && parameters.EnumerateArray().Any(parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key");
}
