using System.Diagnostics;
using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

public sealed class SideBySideTests
{
    [Fact]
    public async Task Two_AppHosts_of_one_checkout_run_side_by_side_and_the_second_says_which_ports_it_took()
    {
        using var first = WithPreferredPorts();
        await first.UntilReadyAsync();
        using var second = WithPreferredPorts();
        await second.UntilReadyAsync();

        Assert.NotEqual(first.AddressOf("first"), second.AddressOf("first"));
        Assert.NotEqual(first.AddressOf("second"), second.AddressOf("second"));
        Assert.Contains("is taken by another process", second.Output, StringComparison.Ordinal);
        // Each has a dashboard and a database of its own.
        foreach (var host in new[] { first, second })
            await UntilAsync(() => host.Output.Contains("Login to the dashboard at", StringComparison.Ordinal), () => $"the dashboard\n{host.Output}");
        Assert.Equal(("1", "1"), (await AddRowAsync(first), await AddRowAsync(second)));

        first.Signal("TERM");
        Assert.Equal(0, await first.ExitAsync());
        Assert.Equal("2", await AddRowAsync(second));
        second.Signal("TERM");
        Assert.Equal(0, await second.ExitAsync());
    }

    private static HostProcess WithPreferredPorts()
    {
        var start = new ProcessStartInfo(HostProcess.Program);
        start.Environment["DcpPublisher__RandomizePorts"] = "false";
        return HostProcess.Start(start);
    }

    private static async Task<string> AddRowAsync(HostProcess host)
    {
        using var client = new HttpClient { BaseAddress = host.AddressOf("first") };
        return await (await client.PostAsync("/rows", null, Soon)).Content.ReadAsStringAsync(Soon);
    }
}
