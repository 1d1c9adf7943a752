extern alias dashboard;

using Aspire.Dashboard.Components.Controls;
using Aspire.Dashboard.Hosting;
using Aspire.Dashboard.ResourceService;
using dashboard::Aspire.DashboardService.Proto.V1;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Embedded.Tests.Dashboard.Ui;

public sealed class ResourceClientTests : IAsyncDisposable
{
    private readonly FakeAppHost _appHost = new();
    private ResourceWatcher? _watcher;

    [Fact]
    public async Task Resources_of_the_AppHost_appear_change_and_go()
    {
        _appHost.Initial.Resources.Add(new Resource { Name = "a", State = "Starting" });
        var catalog = await WatchAsync();
        await UntilAsync(() => catalog.Resources.ContainsKey("a") && catalog.ApplicationName == "Shop", "the first resource");

        _appHost.Change(new WatchResourcesChange { Upsert = new Resource { Name = "a", State = "Running" } });
        _appHost.Change(new WatchResourcesChange { Upsert = new Resource { Name = "b", State = "Running" } });
        await UntilAsync(() => catalog.Resources.ContainsKey("b") && catalog.Resources["a"].State == "Running", "the change");

        _appHost.Change(new WatchResourcesChange { Delete = new ResourceDeletion { ResourceName = "a" } });
        await UntilAsync(() => !catalog.Resources.ContainsKey("a"), "the end of a");
    }

    [Fact]
    public async Task A_lost_connection_keeps_what_is_known_says_so_and_comes_back()
    {
        _appHost.Initial.Resources.Add(new Resource { Name = "a" });
        var catalog = await WatchAsync();
        await UntilAsync(() => catalog.Connection == ResourceConnection.Connected, "the connection");

        await _appHost.StopAsync();
        await UntilAsync(() => catalog.Connection == ResourceConnection.Lost, "the loss");
        Assert.True(catalog.Resources.ContainsKey("a"));

        _appHost.Initial.Resources.Add(new Resource { Name = "b" });
        await _appHost.StartAsync();
        await UntilAsync(() => catalog.Connection == ResourceConnection.Connected && catalog.Resources.ContainsKey("b"), "the way back");
        Assert.Equal([false, true], _appHost.Reconnects);
    }

    [Fact]
    public async Task An_AppHost_that_refuses_the_key_is_never_called_connected()
    {
        var catalog = await WatchAsync(key: "another key");
        // The second call comes after the first refusal was taken in.
        await UntilAsync(() => _appHost.Refusals > 1, "a second refusal");

        Assert.Equal(ResourceConnection.Connecting, catalog.Connection);
        Assert.Empty(_appHost.Reconnects);
    }

    [Fact]
    public async Task A_command_waits_for_its_confirmation_and_tells_the_outcome()
    {
        await _appHost.StartAsync();
        using var client = new ResourceClient(new ResourceServiceOptions(_appHost.Address, FakeAppHost.ApiKey));
        using var toasts = new Toasts(TimeProvider.System);
        var runner = new CommandRunner(client, toasts);
        var resource = new ResourceView(new Resource { Name = "api-1", DisplayName = "api", ResourceType = "Project" });
        _appHost.Answer = _ => new ResourceCommandResponse { Kind = ResourceCommandResponseKind.Failed, Message = "It does not stop." };

        await runner.BeginAsync(resource, new ResourceCommand { Name = "stop", DisplayName = "Stop", ConfirmationMessage = "Sure?" });
        Assert.Empty(_appHost.Commands);
        Assert.NotNull(runner.Pending);

        await runner.ConfirmAsync(new Dictionary<string, Google.Protobuf.WellKnownTypes.Value>());
        var sent = Assert.Single(_appHost.Commands);
        Assert.Equal(("stop", "api-1", "Project"), (sent.CommandName, sent.ResourceName, sent.ResourceType));
        Assert.Equal(new Toast(true, "api: Stop failed", "It does not stop."), Assert.Single(toasts.Shown));
    }

    [Fact]
    public async Task A_command_to_an_AppHost_that_is_gone_fails_with_a_message()
    {
        using var client = new ResourceClient(new ResourceServiceOptions(new Uri("http://127.0.0.1:1"), null));
        using var toasts = new Toasts(TimeProvider.System);

        await new CommandRunner(client, toasts).BeginAsync(new ResourceView(new Resource { Name = "api" }), new ResourceCommand { Name = "start", DisplayName = "Start" });

        Assert.True(Assert.Single(toasts.Shown).IsError);
    }

    [Fact]
    public async Task Consoles_are_merged_by_time_and_a_new_connection_repeats_no_line()
    {
        _appHost.Consoles["a"] = [Line("2026-01-01T00:00:01Z one", 1), Line("2026-01-01T00:00:03Z three", 2)];
        _appHost.Consoles["b"] = [Line("2026-01-01T00:00:02Z two", 1)];
        await _appHost.StartAsync();
        using var client = new ResourceClient(new ResourceServiceOptions(_appHost.Address, FakeAppHost.ApiKey));
        using var feed = new ConsoleFeed(client, TimeProvider.System);

        feed.Follow(["a", "b"]);
        await UntilAsync(() => feed.Snapshot().Length == 3, "three lines");
        Assert.Equal(["one", "two", "three"], feed.Snapshot().Select(l => l.Text));

        await _appHost.StopAsync();
        _appHost.Consoles["a"].Add(Line("2026-01-01T00:00:04Z four", 3));
        await _appHost.StartAsync();
        await UntilAsync(() => feed.Snapshot().Length >= 4, "the fourth line");
        Assert.Equal(["one", "two", "three", "four"], feed.Snapshot().Select(l => l.Text));

        feed.Follow(["b"]);
        Assert.Equal(["two"], feed.Snapshot().Select(l => l.Text));
    }

    [Fact]
    public async Task Of_a_chatty_console_the_last_ten_thousand_lines_are_kept()
    {
        _appHost.Consoles["a"] = [.. Enumerable.Range(1, ConsoleFeed.LinesPerResource + 5).Select(n => Line($"line {n}", n))];
        await _appHost.StartAsync();
        using var client = new ResourceClient(new ResourceServiceOptions(_appHost.Address, FakeAppHost.ApiKey));
        using var feed = new ConsoleFeed(client, TimeProvider.System);

        feed.Follow(["a"]);
        await UntilAsync(() => feed.Dropped == 5, "the limit");

        Assert.Equal(ConsoleFeed.LinesPerResource, feed.Snapshot().Length);
        Assert.Equal("line 6", feed.Snapshot()[0].Text);
    }

    [Theory]
    [InlineData("localhost:1", null, null)]
    [InlineData("http://localhost:1", "ApiKey", null)]
    public void A_setting_that_cannot_work_is_named_at_the_start(string address, string? mode, string? key)
    {
        var configuration = Configuration(address, mode, key);
        Assert.Throws<DashboardConfigurationException>(() => ResourceServiceOptions.From(configuration));
    }

    [Fact]
    public void Without_an_address_the_dashboard_runs_alone()
    {
        var options = ResourceServiceOptions.From(Configuration(null, null, null));

        Assert.Null(options.Address);
        Assert.Equal(ResourceConnection.None, new ResourceCatalog(options).Connection);
    }

    public async ValueTask DisposeAsync()
    {
        if (_watcher is not null)
        {
            await _watcher.StopAsync(CancellationToken.None);
            _watcher.Dispose();
        }

        await _appHost.DisposeAsync();
    }

    private static ConsoleLogLine Line(string text, int number) => new() { Text = text, LineNumber = number };

    private static IConfiguration Configuration(string? address, string? mode, string? key) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = address,
            ["Dashboard:ResourceServiceClient:AuthMode"] = mode,
            ["Dashboard:ResourceServiceClient:ApiKey"] = key,
        }).Build();

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(20, bound.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Assert.False(bound.IsCancellationRequested, $"Waited in vain for {what}.");
        }
    }

    private async Task<ResourceCatalog> WatchAsync(string key = FakeAppHost.ApiKey)
    {
        await _appHost.StartAsync();
        var options = new ResourceServiceOptions(_appHost.Address, key);
        var catalog = new ResourceCatalog(options);
        _watcher = new ResourceWatcher(new ResourceClient(options), catalog, TimeProvider.System, NullLogger<ResourceWatcher>.Instance);
        await _watcher.StartAsync(TestContext.Current.CancellationToken);
        return catalog;
    }
}
