namespace Shop.Tests.Hosting;

/// <summary>A test of the running shop: its first use starts it.</summary>
public abstract class ShopTest(ShopFixture shop) : IAsyncLifetime
{
    /// <summary>The running shop.</summary>
    protected ShopFixture Shop => shop;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await shop.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
