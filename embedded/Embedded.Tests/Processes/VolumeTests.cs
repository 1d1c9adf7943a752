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
                    await UntilAsync(() => second.Output.Contains("in use by another AppHost", StringComparison.Ordinal), $"the second host to say why\n{second.Output}");
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

    [Fact]
    public async Task Data_of_another_major_version_are_explained_and_left_alone()
    {
        var volume = $"test-{Guid.NewGuid():N}";
        var directory = Path.Combine(Volumes, volume);
        Directory.CreateDirectory(directory);
        var version = Path.Combine(directory, "PG_VERSION");
        await File.WriteAllTextAsync(version, "9\n", Soon);
        try
        {
            using var host = HostProcess.Start($"--volume={volume}");
            await UntilAsync(() => host.Output.Contains("were made by PostgreSQL 9", StringComparison.Ordinal), $"an explanation\n{host.Output}");
            host.Signal("TERM");
            await host.ExitAsync();
            Assert.Equal("9\n", await File.ReadAllTextAsync(version, Soon));
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
