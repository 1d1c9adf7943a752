using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Shop.Proof.History;

/// <summary>Everything that clients have asked a shop and were answered, in one clock that nobody sets.</summary>
internal sealed class ClientHistory
{
    /// <summary>The name under which the clients of a history ask for a refund.</summary>
    public const string RefundId = "faults";

    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow();
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private int _count;

    /// <summary>The requests, by the time at which they were sent.</summary>
    public IReadOnlyList<Exchange> Exchanges => [.. _exchanges.OrderBy(exchange => exchange.Number)];

    /// <summary>The time (UTC): when this was made by the system's clock, and from there on as it passes.</summary>
    public DateTimeOffset Now => _start + Stopwatch.GetElapsedTime(_startedAt);

    /// <summary>Reads a history that was kept.</summary>
    /// <param name="path">A file with a JSON object in each line.</param>
    /// <exception cref="InvalidDataException">It is not such a file.</exception>
    public static async Task<IReadOnlyList<Exchange>> ReadAsync(string path)
    {
        try
        {
            return [.. (await File.ReadAllLinesAsync(path)).Select(line => JsonSerializer.Deserialize<Exchange>(line, JsonSerializerOptions.Web)!)];
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is no history: {exception.Message}", exception);
        }
    }

    /// <summary>Keeps the history.</summary>
    /// <param name="path">The file; there is a JSON object in each line of it.</param>
    public Task WriteAsync(string path) => File.WriteAllLinesAsync(path, Exchanges.Select(exchange => JsonSerializer.Serialize(exchange, JsonSerializerOptions.Web)));

    /// <summary>A request is about to be sent.</summary>
    /// <returns>Its number, and when that is.</returns>
    public (int Number, DateTimeOffset At) Send() => (Interlocked.Increment(ref _count), Now);

    /// <summary>A request was answered, or is not going to be.</summary>
    /// <param name="exchange">Both.</param>
    public void Add(Exchange exchange) => _exchanges.Enqueue(exchange);
}
