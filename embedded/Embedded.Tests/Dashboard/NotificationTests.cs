using Aspire.Dashboard.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Embedded.Tests.Dashboard;

public sealed class NotificationTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ChangeNotifier _notifier;
    private readonly List<TelemetryKinds> _seen = [];

    public NotificationTests() => _notifier = new ChangeNotifier(_time, NullLogger.Instance);

    public void Dispose() => _notifier.Dispose();

    [Fact]
    public void Changes_are_gathered_into_ten_calls_a_second()
    {
        using var subscription = _notifier.Subscribe(_seen.Add);
        for (var millisecond = 0; millisecond < 950; millisecond++)
        {
            _notifier.Notify(millisecond % 2 == 0 ? TelemetryKinds.Logs : TelemetryKinds.Traces);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(_seen.Count, 9, 10);
        Assert.Equal(TelemetryKinds.Logs | TelemetryKinds.Traces, _seen[^1]);
    }

    [Fact]
    public void The_last_change_is_always_told()
    {
        using var subscription = _notifier.Subscribe(_seen.Add);
        _notifier.Notify(TelemetryKinds.Traces);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _notifier.Notify(TelemetryKinds.Metrics);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal([TelemetryKinds.Traces, TelemetryKinds.Metrics], _seen);
    }

    [Fact]
    public void A_subscriber_that_fails_does_not_silence_the_others()
    {
        using var failing = _notifier.Subscribe(_ => throw new InvalidOperationException());
        using var subscription = _notifier.Subscribe(_seen.Add);
        _notifier.Notify(TelemetryKinds.Logs);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Single(_seen);
    }

    [Fact]
    public void After_the_end_of_a_subscription_nothing_is_told()
    {
        _notifier.Subscribe(_seen.Add).Dispose();
        _notifier.Notify(TelemetryKinds.Logs);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(_seen);
    }
}
