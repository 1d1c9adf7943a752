using System.Collections.Immutable;
using Aspire.DashboardService.Proto.V1;

namespace Aspire.Dashboard.ResourceService;

/// <summary>How the dashboard stands with the resource service.</summary>
internal enum ResourceConnection
{
    /// <summary>There is none: the dashboard runs alone.</summary>
    None,

    /// <summary>The first connection is being made.</summary>
    Connecting,

    /// <summary>Changes arrive.</summary>
    Connected,

    /// <summary>The connection was lost; what is shown is what was last known.</summary>
    Lost,
}

/// <summary>
/// The resources as last heard of. Readers get immutable snapshots, so a page can render one without a lock.
/// </summary>
internal sealed class ResourceCatalog
{
    private readonly Lock _gate = new();
    private volatile State _state;

    /// <summary>Starts empty.</summary>
    public ResourceCatalog(ResourceServiceOptions options)
    {
        _state = new State(
            options.Address is null ? ResourceConnection.None : ResourceConnection.Connecting,
            null,
            ImmutableSortedDictionary.Create<string, ResourceView>(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Raised after each change, on any thread; handlers must return at once.</summary>
    public event Action? Changed;

    /// <summary>How the connection is.</summary>
    public ResourceConnection Connection => _state.Connection;

    /// <summary>The application's name; null until the AppHost has told it.</summary>
    public string? ApplicationName => _state.ApplicationName;

    /// <summary>All resources by unique name, hidden ones included.</summary>
    public ImmutableSortedDictionary<string, ResourceView> Resources => _state.Resources;

    /// <summary>Takes over one message of the watch.</summary>
    internal void Apply(WatchResourcesUpdate update)
    {
        switch (update.KindCase)
        {
            case WatchResourcesUpdate.KindOneofCase.InitialData:
                Change(s => s with
                {
                    Connection = ResourceConnection.Connected,
                    Resources = s.Resources.Clear().AddRange(
                        update.InitialData.Resources.DistinctBy(r => r.Name, StringComparer.OrdinalIgnoreCase)
                            .Select(r => KeyValuePair.Create(r.Name, new ResourceView(r)))),
                });
                break;
            case WatchResourcesUpdate.KindOneofCase.Changes:
                Change(s => s with { Resources = Apply(s.Resources, update.Changes.Value) });
                break;
            default:
                break;
        }
    }

    /// <summary>Notes the application's name.</summary>
    internal void Name(string name) => Change(s => s with { ApplicationName = name });

    /// <summary>Notes that the connection is gone.</summary>
    internal void Lose() => Change(s => s with
    {
        Connection = s.Connection == ResourceConnection.Connecting ? ResourceConnection.Connecting : ResourceConnection.Lost,
    });

    private static ImmutableSortedDictionary<string, ResourceView> Apply(
        ImmutableSortedDictionary<string, ResourceView> resources, IEnumerable<WatchResourcesChange> changes)
    {
        var next = resources.ToBuilder();
        foreach (var change in changes)
        {
            switch (change.KindCase)
            {
                case WatchResourcesChange.KindOneofCase.Upsert:
                    next[change.Upsert.Name] = new ResourceView(change.Upsert);
                    break;
                case WatchResourcesChange.KindOneofCase.Delete:
                    next.Remove(change.Delete.ResourceName);
                    break;
                default:
                    break;
            }
        }

        return next.ToImmutable();
    }

    private void Change(Func<State, State> change)
    {
        lock (_gate)
            _state = change(_state);
        Changed?.Invoke();
    }

    private sealed record State(
        ResourceConnection Connection, string? ApplicationName, ImmutableSortedDictionary<string, ResourceView> Resources);
}
