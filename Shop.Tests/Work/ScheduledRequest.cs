using System.Net;
using System.Net.Http.Json;

namespace Shop.Tests.Work;

/// <summary>What a scheduler is answered.</summary>
internal sealed record LeftOver(Dictionary<string, long> Due, DateTimeOffset? NextAt)
{
    /// <summary>What of it is not zero.</summary>
    public string[] Kinds => [.. Due.Where(kind => kind.Value > 0).Select(kind => $"{kind.Key} {kind.Value}").Order(StringComparer.Ordinal)];
}

/// <summary>What a scheduler sends.</summary>
internal static class ScheduledRequest
{
    /// <summary>Has a service work, and expects it to say what is left.</summary>
    /// <param name="service">The service.</param>
    public static async Task<LeftOver> WorkAsync(this HttpClient service)
    {
        using var answer = await service.PostAsync("/work", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<LeftOver>())!;
    }
}
