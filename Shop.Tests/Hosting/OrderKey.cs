using System.Net;

namespace Shop.Tests.Hosting;

/// <summary>
/// The key of an order that is tried until it is placed: the same one for as long as it may have been placed, another one when it was
/// decided that nothing was ordered under it.
/// </summary>
public sealed class OrderKey
{
    /// <summary>The key to send.</summary>
    public string Value { get; private set; } = Guid.CreateVersion7().ToString();

    /// <summary>Takes note of an answer.</summary>
    /// <param name="response">What the key was answered with.</param>
    /// <returns>The answer.</returns>
    public async Task<HttpResponseMessage> HeardAsync(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable && (await ProblemView.ReadAsync(response)).Type == "/problems/product-unavailable")
            Value = Guid.CreateVersion7().ToString();
        return response;
    }
}
