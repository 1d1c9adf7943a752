using Aspire.Dashboard.Telemetry;
using Microsoft.AspNetCore.Components;

namespace Aspire.Dashboard.Components.Controls;

/// <summary>
/// What the pages with a long, newest-first list of telemetry share: the list follows the store while its top is in
/// sight, and stands still once the person has scrolled away, so that nothing moves under the eyes.
/// </summary>
public abstract class LiveTable : Live
{
    private IDisposable? _subscription;

    [Inject]
    private ITelemetryStore Store { get; set; } = null!;

    /// <summary>Rows after this moment are left out while the list stands still; null while it follows.</summary>
    protected DateTime? FrozenAt { get; private set; }

    /// <summary>Something came while the list stood still.</summary>
    protected bool HasNews { get; private set; }

    /// <summary>Stops following: the top is out of sight.</summary>
    protected void Freeze() => FrozenAt ??= TimeSource.GetUtcNow().UtcDateTime;

    /// <summary>Follows again.</summary>
    protected Task ThawAsync()
    {
        FrozenAt = null;
        HasNews = false;
        Refresh();
        return Task.CompletedTask;
    }

    /// <summary>Begins to follow changes of some kinds of telemetry.</summary>
    private protected void Follow(TelemetryKinds kinds) =>
        _subscription = Store.Subscribe(changed =>
        {
            if ((changed & kinds) != 0)
                Signal();
        });

    /// <inheritdoc />
    protected override void Refresh()
    {
        if (FrozenAt is not null)
            HasNews = true;
        else
            _ = ReloadAndRenderAsync();
    }

    private async Task ReloadAndRenderAsync()
    {
        await ReloadAsync();
        StateHasChanged();
    }

    /// <summary>Reads the visible rows anew.</summary>
    protected abstract Task ReloadAsync();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _subscription?.Dispose();
        base.Dispose(disposing);
    }
}
