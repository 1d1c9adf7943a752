using System.Net.Http.Json;
using System.Text.Json;

namespace Shop.Tests.Hosting;

/// <summary>A product as the API writes it. These records restate the contract on purpose: a renamed field must fail a test.</summary>
public sealed record ProductView(int Id, string Name, string Category, decimal Price, string Currency, int Available);

/// <summary>An order as the API writes it.</summary>
public sealed record OrderView(Guid Id, string CustomerId, DateTimeOffset OrderDate, string Status, decimal Total, string Currency);

/// <summary>A payment as the API writes it.</summary>
public sealed record PaymentView(Guid Id, Guid OrderId, DateTimeOffset PaymentDate, decimal Amount, string Currency, string Status);

/// <summary>What an order line asks for.</summary>
public sealed record OrderLine(int ProductId, int Quantity);

/// <summary>A problem, with the raw document for what is special to its type.</summary>
public sealed record ProblemView(int Status, string Type, string Title, string? Detail, JsonElement Document)
{
    /// <summary>Reads a problem and checks that it is one: media type, type, title, a reason.</summary>
    public static async Task<ProblemView> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var document = await response.Content.ReadFromJsonAsync<JsonElement>();
        var problem = new ProblemView(
            document.GetProperty("status").GetInt32(),
            document.GetProperty("type").GetString()!,
            document.GetProperty("title").GetString()!,
            document.TryGetProperty("detail", out var detail) ? detail.GetString() : null,
            document);
        Assert.Equal((int)response.StatusCode, problem.Status);
        Assert.StartsWith("/problems/", problem.Type, StringComparison.Ordinal);
        return problem;
    }

    /// <summary>The fields that the problem names.</summary>
    public IReadOnlyList<string> Fields =>
        Document.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateObject().Select(error => error.Name)] : [];
}
