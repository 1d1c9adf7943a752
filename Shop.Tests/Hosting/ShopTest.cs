namespace Shop.Tests.Hosting;

/// <summary>A test of the running shop: its first use starts it. When it fails, what the services wrote meanwhile is shown with it.</summary>
public abstract class ShopTest(ShopFixture shop) : IAsyncLifetime
{
    private DateTime _began;

    /// <summary>The running shop.</summary>
    protected ShopFixture Shop => shop;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await shop.StartAsync();
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
