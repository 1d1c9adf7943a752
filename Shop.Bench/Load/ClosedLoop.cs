namespace Shop.Bench.Load;

/// <summary>
/// A fixed number of clients, each sending its next request as soon as the last one is answered: how much the system can do.
/// Its latencies say how long an answer takes at that number of clients, not what a user waits at a given rate: a slow answer
/// also holds back the requests that would have followed it (see <see cref="OpenLoop"/>).
/// </summary>
internal static class ClosedLoop
{
    /// <summary>How long after the window an answer may still come before it counts as failed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Runs one window.</summary>
    /// <param name="send">Sends one request.</param>
    /// <param name="clients">How many clients send at once.</param>
    /// <param name="window">For how long new requests are sent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the window early, as a failure.</param>
    public static async Task<LoadResult> RunAsync(
        SendRequest send, int clients, TimeSpan window, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clients, 1);
        using var tooLate = new CancellationTokenSource(window + Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLate.Token, cancellationToken);
        var recorders = new LatencyRecorder[clients];
        var started = time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(
            async () => recorders[client] = await RunClientAsync(client, either.Token), CancellationToken.None)));
        var elapsed = time.GetElapsedTime(started);
        cancellationToken.ThrowIfCancellationRequested();
        return LoadResult.From(recorders, elapsed);

        async Task<LatencyRecorder> RunClientAsync(int client, CancellationToken ended)
        {
            var recorder = new LatencyRecorder();
            while (time.GetElapsedTime(started) < window && !ended.IsCancellationRequested)
            {
                var sent = time.GetTimestamp();
                var outcome = await send(client, ended);
                recorder.Record(outcome, time.GetElapsedTime(sent));
            }
            return recorder;
        }
    }
}
