using System.Diagnostics;
using System.Globalization;

namespace Shop.Tests.Hosting;

/// <summary>Signals to processes.</summary>
internal static class Signals
{
    /// <summary>Sends a signal.</summary>
    /// <param name="processId">To whom.</param>
    /// <param name="signal">Its name without SIG, as <c>TERM</c>.</param>
    public static async Task SendAsync(int processId, string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {processId}")]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
