namespace Shop.Tests.Browser;

/// <summary>All tests with the browser: one shop, one dashboard, one tab, one test after the other.</summary>
[CollectionDefinition(nameof(DashboardTest))]
public sealed class DashboardTests : ICollectionFixture<DashboardFixture>;

/// <summary>A test that looks at the dashboard of the running shop; skipped where there is no browser to look with.</summary>
[Collection(nameof(DashboardTest))]
public abstract class DashboardTest(DashboardFixture dashboard) : IAsyncLifetime
{
    /// <summary>The running shop with its dashboard.</summary>
    protected DashboardFixture Dashboard => dashboard;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        await dashboard.StartAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
