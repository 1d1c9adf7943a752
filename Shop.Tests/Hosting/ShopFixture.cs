using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Hosting;

/// <summary>
/// The shop as its AppHost composes it, with a real PostgreSQL and with its telemetry kept for tests to read. One for the
/// suite, started by the first test that needs it.
/// </summary>
public class ShopFixture : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(3);

    private readonly string[] _arguments;
    private readonly string[] _resources;
    private readonly Lazy<Task> _started;
    private DistributedApplication? _app;
    private OtlpReceiver? _telemetry;

    /// <summary>The default shape, three services. Nothing is started yet.</summary>
    public ShopFixture()
        : this([], "product-api", "order-api", "payment-api")
    {
    }

    /// <summary>Another shape of the shop. Nothing is started yet.</summary>
    /// <param name="arguments">What the AppHost is started with.</param>
    /// <param name="products">The resource that serves products.</param>
    /// <param name="orders">The resource that serves orders.</param>
    /// <param name="payments">The resource that serves payments.</param>
    protected ShopFixture(string[] arguments, string products, string orders, string payments)
    {
        (_arguments, _resources) = (arguments, [products, orders, payments]);
        _started = new(StartOnceAsync);
    }

    /// <summary>The running application.</summary>
    public DistributedApplication App => _app ?? throw new InvalidOperationException("Call StartAsync first.");

    /// <summary>What the services have sent.</summary>
    public OtlpReceiver Telemetry => _telemetry ?? throw new InvalidOperationException("Call StartAsync first.");

    /// <summary>A client of the product service.</summary>
    public HttpClient Products { get; private set; } = null!;

    /// <summary>A client of the order service.</summary>
    public HttpClient Orders { get; private set; } = null!;

    /// <summary>A client of the payment service.</summary>
    public HttpClient Payments { get; private set; } = null!;

    /// <summary>Starts the shop unless it runs already, and waits until every service is healthy.</summary>
    public Task StartAsync() => _started.Value;

    /// <summary>The AppHost with what a test needs of it.</summary>
    /// <param name="arguments">What it is started with.</param>
    /// <param name="cancellation">Ends the work.</param>
    protected virtual async Task<IDistributedApplicationTestingBuilder> DescribeAsync(string[] arguments, CancellationToken cancellation)
    {
        _telemetry = await OtlpReceiver.StartAsync();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(arguments, cancellation);
        builder.Configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = _telemetry.Endpoint;
        return builder;
    }

    /// <summary>Called while the services are on their way.</summary>
    protected virtual Task StartedAsync() => Task.CompletedTask;

    /// <summary>Changes what the AppHost describes: here, what would have a test wait for minutes is tried again and given up sooner.</summary>
    /// <param name="builder">The application under construction.</param>
    protected virtual void Configure(IDistributedApplicationTestingBuilder builder) => OrdersOf(builder)
        .WithEnvironment("Order__MaxUndoAttempts", "2")
        .WithEnvironment("Webhooks__MaxAttempts", "3")
        .WithEnvironment("Webhooks__RetryBase", "00:00:00.2")
        .WithEnvironment("Webhooks__Interval", "00:00:00.2");

    /// <summary>The resource that serves orders.</summary>
    /// <param name="builder">The application under construction.</param>
    protected IResourceBuilder<ProjectResource> OrdersOf(IDistributedApplicationTestingBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(project => project.Name == _resources[1]));
    }

    private async Task StartOnceAsync()
    {
        using var bound = new CancellationTokenSource(StartBound);
        var builder = await DescribeAsync(_arguments, bound.Token);
        Configure(builder);
        _app = await builder.BuildAsync(bound.Token);

        var clock = Stopwatch.StartNew();
        await _app.StartAsync(bound.Token);
        await StartedAsync();
        foreach (var service in _resources.Distinct())
            await _app.ResourceNotifications.WaitForResourceHealthyAsync(service, bound.Token);
        Console.WriteLine($"The shop was healthy after {clock.Elapsed.TotalSeconds:0.00} s.");

        Products = _app.CreateHttpClient(_resources[0]);
        Orders = _app.CreateHttpClient(_resources[1]);
        Payments = _app.CreateHttpClient(_resources[2]);
    }

    /// <summary>Stops everything that was started.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Products?.Dispose();
        Orders?.Dispose();
        Payments?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        if (_telemetry is not null) await _telemetry.DisposeAsync();
    }
}
