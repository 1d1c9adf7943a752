using Shop.Bench.Load;

namespace Shop.Bench.Tests;

public sealed class LoadLoopTests
{
    private static readonly RequestOutcome Ok = new(200, true);

    [Theory]
    [InlineData(1000, 2, 2000, 1999, 1999)]
    [InlineData(3, 10, 30, 29, 9666.6666)]
    [InlineData(0.5, 4, 2, 1, 2000)]
    public void Requests_fall_due_evenly_and_rounding_does_not_add_up(double rate, int seconds, long count, long index, double dueMilliseconds)
    {
        var schedule = new OpenLoopSchedule(rate, TimeSpan.FromSeconds(seconds));
        Assert.Equal(count, schedule.Count);
        Assert.Equal(TimeSpan.Zero, schedule.DueAt(0));
        Assert.Equal(dueMilliseconds, schedule.DueAt(index).TotalMilliseconds, tolerance: 0.01);
    }

    [Fact]
    public async Task An_open_loop_sends_each_request_once_and_not_before_it_is_due()
    {
        var schedule = new OpenLoopSchedule(200, TimeSpan.FromSeconds(0.5));
        var started = TimeProvider.System.GetTimestamp();
        var sentAt = new System.Collections.Concurrent.ConcurrentBag<TimeSpan>();

        var result = await OpenLoop.RunAsync((_, _) =>
        {
            sentAt.Add(TimeProvider.System.GetElapsedTime(started));
            return ValueTask.FromResult(Ok);
        }, schedule, 4, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(100, result.Succeeded);
        Assert.Equal(0, result.Failed);
        Assert.All(sentAt.Order().Select((at, i) => (at, i)), sent => Assert.True(sent.at >= schedule.DueAt(sent.i)));
    }

    [Fact]
    public async Task A_stall_is_felt_by_every_request_that_falls_into_it()
    {
        var stall = TimeSpan.FromMilliseconds(400);
        var sent = 0;
        async ValueTask<RequestOutcome> StallsOnce(int client, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref sent) == 20)
                await Task.Delay(stall, cancellationToken);
            return Ok;
        }

        var open = await OpenLoop.RunAsync(StallsOnce, new OpenLoopSchedule(100, TimeSpan.FromSeconds(1)), 1, TimeProvider.System,
            TestContext.Current.CancellationToken);

        // 40 of 100 requests fall due during the stall and wait 400, 390, 380 … ms; timed from sending, one alone would look slow.
        Assert.Equal(100, open.Succeeded);
        Assert.InRange(open.Schedule!.Late, 30, 100);
        Assert.Equal((100, 0), (open.Schedule.Offered, open.Schedule.Dropped));
        Assert.InRange(open.Latency.P90, 250, 10_000);
        Assert.InRange(open.Latency.Max, 390, 10_000);
    }

    [Fact]
    public async Task A_closed_loop_hides_the_same_stall_behind_one_request()
    {
        var sent = 0;
        async ValueTask<RequestOutcome> StallsOnce(int client, CancellationToken cancellationToken)
        {
            await Task.Delay(Interlocked.Increment(ref sent) == 20 ? 400 : 2, cancellationToken);
            return Ok;
        }

        var closed = await ClosedLoop.RunAsync(StallsOnce, 1, TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.InRange(closed.Latency.Max, 390, 10_000);
        Assert.True(closed.Latency.P90 < 200, $"P90 is {closed.Latency.P90} ms");
    }

    [Fact]
    public async Task A_client_of_a_closed_loop_never_has_two_requests_in_flight()
    {
        var inFlight = new int[3];
        var most = 0;

        var result = await ClosedLoop.RunAsync(async (client, cancellationToken) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inFlight[client]));
            await Task.Delay(1, cancellationToken);
            Interlocked.Decrement(ref inFlight[client]);
            return Ok;
        }, 3, TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(1, most);
        // Little's law: three clients, each with a request under way nearly all the time.
        Assert.InRange(result.InFlight, 2, 3);
        Assert.True(result.Succeeded > 3);
    }

    [Fact]
    public async Task Failed_requests_are_counted_and_stay_out_of_throughput()
    {
        var sent = 0;
        var result = await OpenLoop.RunAsync(
            (_, _) => ValueTask.FromResult(Interlocked.Increment(ref sent) % 4 == 0 ? RequestOutcome.NoAnswer : Ok),
            new OpenLoopSchedule(400, TimeSpan.FromMilliseconds(250)), 2, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal((75, 25), (result.Succeeded, result.Failed));
        Assert.Equal(0.75, result.SuccessShare);
        Assert.Equal(75 / result.Seconds, result.Throughput, tolerance: 0.001);
    }

    [Fact]
    public async Task A_cancelled_window_is_a_failure_and_not_a_result()
    {
        using var cancelled = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ClosedLoop.RunAsync((_, _) =>
        {
            cancelled.Cancel();
            return ValueTask.FromResult(Ok);
        }, 1, TimeSpan.FromMinutes(1), TimeProvider.System, cancelled.Token));
    }
}
