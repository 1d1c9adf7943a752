namespace Shop.Tests.Hosting;

/// <summary>
/// A test of the running shop, or of some of its parts: its first use starts them. When it fails, what the services wrote meanwhile is shown
/// with it.
/// </summary>
/// <param name="shop">The shop.</param>
/// <param name="parts">What the test needs of it; all where nothing is named.</param>
public abstract class ShopTest(ShopFixture shop, params Part[] parts) : IAsyncLifetime
{
    private DateTime _began;

    /// <summary>The running shop.</summary>
    protected ShopFixture Shop => shop;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await shop.StartAsync(parts);
        _began = DateTime.UtcNow;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState is { Result: TestResult.Failed })
            await ResourceLogs.AttachAsync(shop.App, _began);
    }
}
