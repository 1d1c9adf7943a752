using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Lifecycle;
using Aspire.Hosting.Testing;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Hosting;

/// <summary>
/// The shop as its AppHost composes it, with a real PostgreSQL. In its default shape with the dashboard too, which keeps its telemetry
/// for tests to read. One for the suite, started by the first test that needs it, and of its services those that a test has asked for.
/// </summary>
public class ShopFixture : IAsyncDisposable
{
    private const string NoTelemetry = "Only the default shape keeps telemetry, and only after StartAsync.";

    /// <summary>What is started where a test names nothing: what there are interfaces to.</summary>
    private static readonly Part[] Services = [Part.Products, Part.Orders, Part.Payments];

    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(3);

    private readonly string[] _arguments;
    private readonly Dictionary<Part, string> _resources;
    private readonly ConcurrentDictionary<string, Lazy<Task<HttpClient>>> _services = new();
    private readonly bool _hasDashboard;
    private readonly Lazy<Task> _started;
    private DistributedApplication? _app;
    private DashboardTelemetry? _telemetry;
    private MetricSink? _metrics;

    /// <summary>The default shape, services and pages, with the dashboard. Nothing is started yet.</summary>
    public ShopFixture()
        : this([], "product-api", "order-api", "payment-api", "web") => _hasDashboard = true;

    /// <summary>Another shape of the shop, without the dashboard. Nothing is started yet.</summary>
    /// <param name="arguments">What the AppHost is started with.</param>
    /// <param name="products">The resource that serves products.</param>
    /// <param name="orders">The resource that serves orders.</param>
    /// <param name="payments">The resource that serves payments.</param>
    /// <param name="web">The resource that serves pages.</param>
    protected ShopFixture(string[] arguments, string products, string orders, string payments, string web)
    {
        _arguments = arguments;
        _resources = new() { [Part.Products] = products, [Part.Orders] = orders, [Part.Payments] = payments, [Part.Web] = web };
        _started = new(StartOnceAsync);
    }

    /// <summary>The running application.</summary>
    public DistributedApplication App => _app ?? throw new InvalidOperationException("Call StartAsync first.");

    /// <summary>The link that logs a browser in to the dashboard.</summary>
    public Uri DashboardLink { get; private set; } = null!;

    /// <summary>The spans and logs that the services have sent.</summary>
    public DashboardTelemetry Telemetry => _telemetry ?? throw new InvalidOperationException(NoTelemetry);

    /// <summary>The metrics that the services have sent.</summary>
    public MetricSink Metrics => _metrics ?? throw new InvalidOperationException(NoTelemetry);

    /// <summary>A client of the product service.</summary>
    public HttpClient Products => ClientOf(Part.Products);

    /// <summary>A client of the order service.</summary>
    public HttpClient Orders => ClientOf(Part.Orders);

    /// <summary>A client of the payment service.</summary>
    public HttpClient Payments => ClientOf(Part.Payments);

    /// <summary>Where the pages are.</summary>
    public Uri Pages => ClientOf(Part.Web).BaseAddress!;

    /// <summary>Starts parts of the shop unless they run already, and waits until they are healthy.</summary>
    /// <param name="parts">The parts; products, orders and payments where none is named.</param>
    public async Task StartAsync(params IReadOnlyCollection<Part> parts)
    {
        await _started.Value;
        await Task.WhenAll((parts.Count > 0 ? parts : Services).Select(part => ServiceOf(part).Value));
    }

    /// <summary>Changes what the AppHost describes: here, what would have a test wait for minutes is tried again and given up sooner.</summary>
    /// <param name="builder">The application under construction.</param>
    protected virtual void Configure(IDistributedApplicationTestingBuilder builder) => OrdersOf(builder)
        .WithEnvironment("Order__MaxUndoAttempts", "2")
        .WithEnvironment("Webhooks__MaxAttempts", "3")
        .WithEnvironment("Webhooks__RetryBase", "00:00:00.2")
        .WithEnvironment("Webhooks__Interval", "00:00:00.2");

    /// <summary>What a resource is started by: its name, unless it has replicas.</summary>
    /// <param name="resource">The resource.</param>
    protected virtual Task<IReadOnlyList<string>> InstancesOfAsync(string resource) => Task.FromResult<IReadOnlyList<string>>([resource]);

    /// <summary>The resource that serves orders.</summary>
    /// <param name="builder">The application under construction.</param>
    protected IResourceBuilder<ProjectResource> OrdersOf(IDistributedApplicationTestingBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(project => project.Name == _resources[Part.Orders]));
    }

    private async Task StartOnceAsync()
    {
        using var bound = new CancellationTokenSource(StartBound);
        // Keys of the run's own: an AppHost that makes its keys writes them into the user's secrets.
        var apiKey = RandomNumberGenerator.GetHexString(32);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(
            new DistributedApplicationTestingBuilderOptions { EnableDashboard = _hasDashboard },
            [.. _arguments, .. Credentials.Parameters, $"--AppHost:DashboardApiKey={apiKey}", $"--AppHost:OtlpApiKey={RandomNumberGenerator.GetHexString(32)}"],
            bound.Token);
        foreach (var service in builder.Resources.OfType<ProjectResource>().Select(builder.CreateResourceBuilder))
        {
            // Tests sign in more often than a person who has forgotten a password.
            service.WithExplicitStart().WithEnvironment("Web__SignInsPerMinute", "100000")
                // Where tests run side by side something is always due.
                .WithEnvironment("Work__LongestRound", "00:00:05");
            // In one process nobody calls over the wire, but tests do.
            foreach (var (name, value) in Credentials.Settings) service.WithEnvironment(name.Replace(":", "__", StringComparison.Ordinal), value);
        }

        await DirectTelemetryAsync(builder);
        Configure(builder);
        _app = await builder.BuildAsync(bound.Token);

        var clock = Stopwatch.StartNew();
        await _app.StartAsync(bound.Token);
        Console.WriteLine($"The shop without its services was up after {clock.Elapsed.TotalSeconds:0.00} s.");

        if (!_hasDashboard) return;
        DashboardLink = await _app.GetDashboardUrlAsync(bound.Token);
        _telemetry = new DashboardTelemetry(new Uri(DashboardLink, "/"), apiKey);
    }

    private HttpClient ClientOf(Part part) => ServiceOf(part) is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } started }
        ? started.Result
        : throw new InvalidOperationException($"A test that uses {part} says so: it was not started.");

    // One for each process: parts may share one.
    private Lazy<Task<HttpClient>> ServiceOf(Part part) => _services.GetOrAdd(_resources[part], resource => new(() => StartServiceAsync(resource)));

    private async Task<HttpClient> StartServiceAsync(string resource)
    {
        using var bound = new CancellationTokenSource(StartBound);
        var clock = Stopwatch.StartNew();
        foreach (var instance in await InstancesOfAsync(resource))
        {
            var result = await App.ResourceCommands.ExecuteCommandAsync(instance, KnownResourceCommands.StartCommand, bound.Token);
            Assert.True(result.Success, result.Message);
        }

        await App.ResourceNotifications.WaitForResourceHealthyAsync(resource, bound.Token);
        Console.WriteLine($"{resource} was healthy after {clock.Elapsed.TotalSeconds:0.00} s.");
        var client = Credentials.NewClient(App.GetEndpoint(resource, "http"));
        // A request of a test has no trace unless the test gives it one: nobody looks at the others, and the dashboard would have to keep them.
        client.DefaultRequestHeaders.Add("traceparent", $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00");
        return client;
    }

    /// <summary>Spans and logs to the dashboard, metrics to the test; where there is no dashboard, nothing to anybody.</summary>
    private async Task DirectTelemetryAsync(IDistributedApplicationTestingBuilder builder)
    {
        if (_hasDashboard)
        {
            builder.Services.TryAddEventingSubscriber<RoomyDashboard>();
            _metrics = await MetricSink.StartAsync();
        }

        foreach (var project in builder.Resources.OfType<ProjectResource>().Select(builder.CreateResourceBuilder))
        {
            if (_metrics is null)
            {
                // Without it the address of the launch profile would hold, where a shop under development may listen.
                project.WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", "");
                continue;
            }

            project.WithEnvironment("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", _metrics.Endpoint)
                .WithEnvironment("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/protobuf")
                // A thousand buyers of one test make more spans than the usual 2,048 that wait to be sent, and another test looks for its own.
                .WithEnvironment("OTEL_BSP_MAX_QUEUE_SIZE", "65536");
        }
    }

    /// <summary>Stops everything that was started.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var started in _services.Values.Where(service => service.IsValueCreated).Select(service => service.Value))
        {
            if (started.IsCompletedSuccessfully) (await started).Dispose();
        }

        _telemetry?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        if (_metrics is not null) await _metrics.DisposeAsync();
    }
}
