using System.Threading.Channels;

namespace Shop.Bench.Load;

/// <summary>
/// Requests sent at a fixed rate: what a user waits. Each latency is counted from the moment the request was <em>due</em>, also
/// when every client was still waiting for an earlier answer, so a stall is felt by all the requests that fall into it and not
/// only by the one that hit it ("coordinated omission", Gil Tene). A request that could not even be sent counts as failed.
/// </summary>
internal static class OpenLoop
{
    /// <summary>How long after the window an answer may still come before it counts as failed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>How long after it was due a request counts as sent late.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMilliseconds(1);

    /// <summary>Runs one window.</summary>
    /// <param name="send">Sends one request.</param>
    /// <param name="schedule">When requests are due.</param>
    /// <param name="clients">How many requests may be in flight at once; what is due beyond that waits, and its wait is counted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the window early, as a failure.</param>
    public static async Task<LoadResult> RunAsync(
        SendRequest send, OpenLoopSchedule schedule, int clients, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clients, 1);
        using var tooLate = new CancellationTokenSource(schedule.Window + Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLate.Token, cancellationToken);
        var due = Channel.CreateUnbounded<TimeSpan>(new UnboundedChannelOptions { SingleWriter = true });
        var recorders = Enumerable.Range(0, clients).Select(_ => new LatencyRecorder()).ToArray();
        var late = new long[clients];

        var started = time.GetTimestamp();
        var workers = Enumerable.Range(0, clients)
            .Select(client => Task.Run(() => SendWhatIsDueAsync(client), CancellationToken.None)).ToArray();
        // A thread of its own: on the pool the schedule would wait behind the very work that it is to measure.
        var dispatcher = Task.Factory.StartNew(Dispatch, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await dispatcher;
        await Task.WhenAll(workers);
        var elapsed = time.GetElapsedTime(started);
        cancellationToken.ThrowIfCancellationRequested();

        var neverSent = new LatencyRecorder();
        while (due.Reader.TryRead(out _))
            neverSent.Record(RequestOutcome.NoAnswer, TimeSpan.Zero);
        return LoadResult.From([.. recorders, neverSent], elapsed) with { Schedule = new ScheduleKept(schedule.Count, neverSent.Failed, late.Sum()) };

        void Dispatch()
        {
            for (long index = 0; index < schedule.Count && !cancellationToken.IsCancellationRequested; index++)
            {
                var at = schedule.DueAt(index);
                PreciseWait.Until(time, started, at);
                due.Writer.TryWrite(at);
            }
            due.Writer.Complete();
        }

        async Task SendWhatIsDueAsync(int client)
        {
            while (!either.IsCancellationRequested && await WaitToReadAsync())
            {
                while (!either.IsCancellationRequested && due.Reader.TryRead(out var at))
                {
                    if (time.GetElapsedTime(started) - at > LateAfter)
                        late[client]++;
                    var outcome = await send(client, either.Token);
                    recorders[client].Record(outcome, time.GetElapsedTime(started) - at);
                }
            }
        }

        async ValueTask<bool> WaitToReadAsync()
        {
            try
            {
                return await due.Reader.WaitToReadAsync(either.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }
}
