using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Faults;

/// <summary>
/// Kills the process right after a step, for tests of recovery. Does nothing outside Development. The steps are
/// <c>Place</c>; <c>Confirm.Reserve</c>, <c>Confirm.Authorize</c>, <c>Confirm.Finish</c>; <c>Reject.Begin</c>, <c>Reject.Void</c>,
/// <c>Reject.Release</c>, <c>Reject.Finish</c>; <c>Cancel.Begin</c>, <c>Cancel.Void</c>, <c>Cancel.Release</c>, <c>Cancel.Finish</c>;
/// <c>Ship.Begin</c>, <c>Ship.Capture</c>, <c>Ship.Commit</c>, <c>Ship.Finish</c>; <c>Refund.Begin</c>, <c>Refund.Refund</c>; by
/// <see cref="OrderOptions.CrashAfter"/> only, since no request takes them, <c>Relay.Publish</c> and <c>Kafka.Publish</c>, between
/// publishing events and marking them.
/// </summary>
internal sealed class CrashPoint(IHostEnvironment environment, IOptions<OrderOptions> options)
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

    /// <summary>
    /// Lets each request of these routes die after the step that its header names. Its order is then resumed without the header.
    /// </summary>
    public IEndpointRouteBuilder Arm(IEndpointRouteBuilder app)
    {
        if (!_armed || !options.Value.CrashPoints) return app;
        var routes = app.MapGroup("");
        routes.AddEndpointFilter((context, next) =>
        {
            Read(context.HttpContext.Request.Headers);
            return next(context);
        });
        return routes;
    }

    /// <summary>A step is done: returns at once, unless it is the step to die after.</summary>
    public Task AfterAsync(string step)
    {
        if (!_armed) return Task.CompletedTask;

        var (requested, together) = _requested.Value;
        if (options.Value.CrashAfter == step || (requested == step && Interlocked.Increment(ref _stopped) >= together)) Die();
        return requested == step ? Task.Delay(Timeout.InfiniteTimeSpan) : Task.CompletedTask;
    }

    private void Read(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(Header, out var value)) return;

        var parts = value.ToString().Split(Together);
        _requested.Value = (parts[0], parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1);
    }

    /// <summary>As hard as a power cut: nothing is flushed, no handler runs.</summary>
    private static void Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        self.WaitForExit();
    }
}
