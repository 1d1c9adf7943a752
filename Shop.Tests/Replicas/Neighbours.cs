using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shop.Tests.Replicas;

/// <summary>Stands in the place of products and payments for orders that are called off: counts what it is asked, and does it.</summary>
internal sealed class Neighbours : IAsyncDisposable
{
    /// <summary>Longer than it takes another replica to begin with the same.</summary>
    private static readonly TimeSpan AnswerTakes = TimeSpan.FromMilliseconds(30);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Guid> _released = new();

    private Neighbours(WebApplication app) => _app = app;

    /// <summary>What a replica of orders is told of them.</summary>
    public (string, string)[] Settings => [("Services:product-api:http:0", _app.Urls.Single()), ("Services:payment-api:http:0", _app.Urls.Single())];

    /// <summary>The orders whose goods were released, each as often as it was asked for.</summary>
    public IReadOnlyCollection<Guid> Released => _released;

    public static async Task<Neighbours> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var neighbours = new Neighbours(app);
        app.MapPost("/payments/{orderId:guid}/void", (Guid orderId) => Results.Json(new { orderId, status = "Voided" }));
        app.MapDelete("/reservations/{orderId:guid}", async (Guid orderId) =>
        {
            neighbours._released.Enqueue(orderId);
            await Task.Delay(AnswerTakes);
            return Results.Json(new { orderId, status = "Released" });
        });
        await app.StartAsync();
        return neighbours;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
