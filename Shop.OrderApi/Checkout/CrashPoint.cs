using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace Shop.OrderApi.Checkout;

/// <summary>
/// Kills the process right after a step, for tests of recovery. Does nothing outside Development. The steps are
/// <c>Place</c>; <c>Confirm.Reserve</c>, <c>Confirm.Authorize</c>, <c>Confirm.Finish</c>; <c>Reject.Begin</c>, <c>Reject.Void</c>,
/// <c>Reject.Release</c>, <c>Reject.Finish</c>; <c>Cancel.Begin</c>, <c>Cancel.Void</c>, <c>Cancel.Release</c>, <c>Cancel.Finish</c>;
/// <c>Ship.Begin</c>, <c>Ship.Capture</c>, <c>Ship.Commit</c>, <c>Ship.Finish</c>; <c>Refund.Begin</c>, <c>Refund.Refund</c>,
/// <c>Refund.Finish</c>; and <c>Relay.Publish</c>, between publishing events and marking them.
/// </summary>
/// <param name="environment">Where the process runs.</param>
/// <param name="options">Which step to die after.</param>
public sealed class CrashPoint(IHostEnvironment environment, IOptions<OrderOptions> options)
{
    /// <summary>The request header that names the step to die after, where <see cref="OrderOptions.CrashPoints"/> is on.</summary>
    public const string Header = "Shop-Crash-After";

    private readonly bool _armed = environment.IsDevelopment() && (options.Value.CrashPoints || options.Value.CrashAfter is not null);
    private readonly AsyncLocal<string?> _requested = new();

    /// <summary>Lets the request at hand die after the step that its header names. Its order is then resumed without the header.</summary>
    /// <param name="headers">The request's headers.</param>
    public void Arm(IHeaderDictionary headers)
    {
        if (_armed && options.Value.CrashPoints && headers.TryGetValue(Header, out var step)) _requested.Value = step;
    }

    /// <summary>A step is done.</summary>
    /// <param name="step">Its name.</param>
    public void After(string step)
    {
        if (!_armed || (options.Value.CrashAfter != step && _requested.Value != step)) return;

        // As hard as a power cut: nothing is flushed, no handler runs.
        using var self = Process.GetCurrentProcess();
        self.Kill();
        self.WaitForExit();
    }
}
