using Shop.Bench.Load;

namespace Shop.Bench.Tests;

public sealed class LatencyRecorderTests
{
    private static readonly RequestOutcome Ok = new(200, true);

    [Fact]
    public void Percentiles_are_exact_to_three_digits()
    {
        var recorder = new LatencyRecorder();
        for (var ms = 1; ms <= 1000; ms++)
            recorder.Record(Ok, TimeSpan.FromMilliseconds(ms));

        var summary = recorder.Summarize();

        Assert.Equal(500, summary.P50, tolerance: 0.5);
        Assert.Equal(900, summary.P90, tolerance: 0.9);
        Assert.Equal(990, summary.P99, tolerance: 1);
        Assert.Equal(999, summary.P999, tolerance: 1);
        Assert.Equal(1000, summary.Max, tolerance: 1);
        Assert.Equal(500.5, summary.Mean, tolerance: 0.5);
    }

    [Fact]
    public void A_failure_is_counted_and_improves_no_percentile()
    {
        var recorder = new LatencyRecorder();
        recorder.Record(Ok, TimeSpan.FromMilliseconds(10));
        recorder.Record(new RequestOutcome(503, false), TimeSpan.FromMicroseconds(1));
        recorder.Record(RequestOutcome.NoAnswer, TimeSpan.Zero);

        Assert.Equal(1, recorder.Succeeded);
        Assert.Equal(2, recorder.Failed);
        Assert.Equal(10, recorder.Summarize().P50, tolerance: 0.01);
        Assert.Equal([(0, 1L), (200, 1L), (503, 1L)], recorder.Statuses.Select(s => (s.Key, s.Value)));
    }

    [Fact]
    public void Clients_add_up_to_one_result()
    {
        var fast = new LatencyRecorder();
        var slow = new LatencyRecorder();
        for (var i = 0; i < 90; i++)
            fast.Record(Ok, TimeSpan.FromMilliseconds(1));
        for (var i = 0; i < 10; i++)
            slow.Record(Ok, TimeSpan.FromMilliseconds(100));
        slow.Record(RequestOutcome.NoAnswer, TimeSpan.Zero);

        var result = LoadResult.From([fast, slow], TimeSpan.FromSeconds(2));

        Assert.Equal(50, result.Throughput);
        Assert.Equal(1, result.Failed);
        Assert.Equal(100 / 101.0, result.SuccessShare, tolerance: 1e-9);
        Assert.Equal(1, result.Latency.P50, tolerance: 0.01);
        Assert.Equal(100, result.Latency.P99, tolerance: 0.1);
    }

    [Fact]
    public void An_answer_slower_than_a_minute_counts_as_a_minute()
    {
        var recorder = new LatencyRecorder();
        recorder.Record(Ok, TimeSpan.FromHours(1));
        Assert.Equal(60_000, recorder.Summarize().Max, tolerance: 60);
    }

    [Fact]
    public void A_window_without_an_answer_has_no_latency_and_no_throughput()
    {
        var result = LoadResult.From([new LatencyRecorder()], TimeSpan.FromSeconds(1));
        Assert.Equal((0, 0, 0), (result.Throughput, result.SuccessShare, result.Latency.P999));
    }
}
