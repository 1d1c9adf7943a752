using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

public sealed class VolumeTests
{
    [Fact]
    public async Task Data_in_a_volume_survive_kill_9_and_a_second_host_is_told_who_has_them()
    {
        var volume = $"test-{Guid.NewGuid():N}";
        try
        {
            using (var host = HostProcess.Start($"--volume={volume}"))
            {
                await host.UntilReadyAsync();
                Assert.Equal("1", await AddRowAsync(host));

                using (var second = HostProcess.Start($"--volume={volume}"))
                {
                    await UntilAsync(() => second.Output.Contains("in use by another AppHost", StringComparison.Ordinal), () => $"the second host to say why\n{second.Output}");
                    second.Signal("TERM");
                    await second.ExitAsync();
                }

                host.Signal("KILL");
            }

            using (var next = HostProcess.Start($"--volume={volume}"))
            {
                await next.UntilReadyAsync();
                Assert.Equal("2", await AddRowAsync(next));
                next.Signal("TERM");
                await next.ExitAsync();
            }
        }
        finally
        {
            Delete(volume);
        }
    }

    private static string Volumes => Path.Combine(Aspire.Hosting.Postgres.Server.DatabaseAccount.DataRoot(), "volumes");

    private static async Task<string> AddRowAsync(HostProcess host)
    {
        using var client = new HttpClient { BaseAddress = host.AddressOf("first") };
        return await (await client.PostAsync("/rows", null, Soon)).Content.ReadAsStringAsync(Soon);
    }

    private static void Delete(string volume)
    {
        var directory = Path.Combine(Volumes, volume);
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        File.Delete(directory + ".lock");
    }
}
