using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Shop.OrderApi.Checkout;

/// <summary>
/// Kills the process right after a step, for tests of recovery. Does nothing outside Development. The steps are
/// <c>Place</c>; <c>Confirm.Reserve</c>, <c>Confirm.Authorize</c>, <c>Confirm.Finish</c>; <c>Reject.Begin</c>, <c>Reject.Void</c>,
/// <c>Reject.Release</c>, <c>Reject.Finish</c>; <c>Cancel.Begin</c>, <c>Cancel.Void</c>, <c>Cancel.Release</c>, <c>Cancel.Finish</c>;
/// <c>Ship.Begin</c>, <c>Ship.Capture</c>, <c>Ship.Commit</c>, <c>Ship.Finish</c>; <c>Refund.Begin</c>, <c>Refund.Refund</c>; by
/// <see cref="OrderOptions.CrashAfter"/> only, since no request takes them, <c>Reject.Park</c> and <c>Relay.Publish</c>, between
/// publishing events and marking them.
/// </summary>
/// <param name="environment">Where the process runs.</param>
/// <param name="options">Which step to die after.</param>
public sealed class CrashPoint(IHostEnvironment environment, IOptions<OrderOptions> options)
{
    /// <summary>
    /// The request header that names the step to die after, where <see cref="OrderOptions.CrashPoints"/> is on. In
    /// <c>Ship.Capture; together=3</c> the order stops there for good, and the process dies when the third one has stopped.
    /// </summary>
    public const string Header = "Shop-Crash-After";

    private const string Together = "; together=";

    private readonly bool _armed = environment.IsDevelopment() && (options.Value.CrashPoints || options.Value.CrashAfter is not null);
    private readonly AsyncLocal<(string? Step, int Together)> _requested = new();
    private int _stopped;

    /// <summary>Lets the request at hand die after the step that its header names. Its order is then resumed without the header.</summary>
    /// <param name="headers">The request's headers.</param>
    public void Arm(IHeaderDictionary headers)
    {
        if (!_armed || !options.Value.CrashPoints || !headers.TryGetValue(Header, out var value)) return;

        var parts = value.ToString().Split(Together);
        _requested.Value = (parts[0], parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1);
    }

    /// <summary>A step is done.</summary>
    /// <param name="step">Its name.</param>
    /// <returns>At once, unless this is the step to die after: never.</returns>
    public Task AfterAsync(string step)
    {
        if (!_armed) return Task.CompletedTask;

        var (requested, together) = _requested.Value;
        if (options.Value.CrashAfter == step || (requested == step && Interlocked.Increment(ref _stopped) >= together)) Die();
        return requested == step ? Task.Delay(Timeout.InfiniteTimeSpan) : Task.CompletedTask;
    }

    /// <summary>As hard as a power cut: nothing is flushed, no handler runs.</summary>
    private static void Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        self.WaitForExit();
    }
}
