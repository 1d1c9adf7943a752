namespace Embedded.Tests.Dashboard;

/// <summary>One dashboard with the default settings for all tests of a class that leave no trace in it.</summary>
public sealed class SharedDashboard : IAsyncLifetime
{
    internal RunningDashboard Dashboard { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Dashboard = await RunningDashboard.StartAsync();

    public ValueTask DisposeAsync() => Dashboard.DisposeAsync();
}
