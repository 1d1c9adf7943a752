using Shop.Tests.AppHosts;
using Shop.Tests.Hosting;

namespace Shop.Tests.Replicas;

/// <summary>How many replicas there are is one setting.</summary>
public sealed class ChoosingReplicas
{
    [Theory]
    [InlineData("many")]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("-3")]
    public async Task What_cannot_be_meant_ends_the_start_with_one_line(string replicas)
    {
        await using var host = AppHostProcess.Start(("Shop__Replicas", replicas));

        Assert.Equal(1, await host.EndsAsync());

        var said = await Eventually.BecomesAsync(
            "the reason", () => Task.FromResult(host.Printed),
            printed => printed.Contains($"Shop:Replicas is a number from 1 to 10, not '{replicas}'.", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }
}
