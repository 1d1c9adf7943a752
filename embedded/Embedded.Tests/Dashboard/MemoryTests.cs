using System.Diagnostics;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using Grpc.Core;
using static Embedded.Tests.Dashboard.OtlpGrpcTests;

namespace Embedded.Tests.Dashboard;

/// <summary>What the dashboard does to the memory of its process: measured while no other test runs in it.</summary>
[Collection(Alone.Name)]
public sealed class MemoryTests
{
    [Fact]
    public async Task A_compression_bomb_exhausts_resources_and_not_the_memory()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var before = GC.GetTotalAllocatedBytes();

        var error = await Assert.ThrowsAsync<RpcException>(() => ExportAsync(dashboard, new byte[128 << 20], new Metadata { { "grpc-internal-encoding-request", "gzip" } }));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        // The bomb itself is in these bytes, sender and server being one process here.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, (128L << 20) + (160 << 20));
    }

    [Fact]
    public async Task A_hundred_thousand_spans_are_taken_at_a_good_pace_and_stored_compactly()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        const int traces = 5_000;
        const int spansPerTrace = 20;
        var batches = Enumerable.Range(0, traces * spansPerTrace / 500).Select(batch => Batch(batch * 500, 500, spansPerTrace)).ToList();

        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (batch, _) => await ExportAsync(dashboard, batch));
        watch.Stop();
        Assert.Equal((traces, traces * spansPerTrace), Stored(dashboard));

        // What forgetting them gives back: other tests' leftovers are collected whenever the collector likes, but before the first look.
        var full = HeapBytes();
        dashboard.Store.Clear(TelemetryKinds.Traces);
        var bytesPerSpan = (full - HeapBytes()) / (traces * spansPerTrace);

        TestContext.Current.SendDiagnosticMessage("{0:N0} spans/s over gRPC, {1:N0} bytes a stored span", traces * spansPerTrace / watch.Elapsed.TotalSeconds, bytesPerSpan);
        Assert.InRange(bytesPerSpan, 200, 2_048);
    }

    private static (int Traces, int Spans) Stored(RunningDashboard dashboard)
    {
        var page = dashboard.Store.QueryTraces(new TraceQuery { Resource = new ResourceKey("load"), Take = int.MaxValue });
        return (page.TotalCount, page.Items.Sum(trace => trace.SpanCount));
    }

    private static long HeapBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
