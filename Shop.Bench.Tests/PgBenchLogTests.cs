using Shop.Bench.Floors;
using Shop.Bench.Load;

namespace Shop.Bench.Tests;

public sealed class PgBenchLogTests
{
    [Fact]
    public void Each_line_is_a_transaction_with_its_time_in_microseconds()
    {
        var recorder = new LatencyRecorder();
        PgBenchLog.Read(["0 1 2500 0 1700000000 1", "1 1 7500 0 1700000000 2", "0 2 failed 0 1700000000 3"], recorder);

        Assert.Equal((2, 1), (recorder.Succeeded, recorder.Failed));
        Assert.Equal(5, recorder.Summarize().Mean, tolerance: 0.01);
        Assert.Equal(7.5, recorder.Summarize().Max, tolerance: 0.01);
    }

    [Fact]
    public void What_is_no_log_is_refused() =>
        Assert.Throws<FormatException>(() => PgBenchLog.Read(["pgbench (PostgreSQL 15.18)"], new LatencyRecorder()));
}
