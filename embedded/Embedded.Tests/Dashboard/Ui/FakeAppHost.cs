extern alias dashboard;

using System.Collections.Concurrent;
using Aspire.Hosting.Orchestration;
using dashboard::Aspire.DashboardService.Proto.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Embedded.Tests.Dashboard.Ui;

/// <summary>Plays the AppHost's resource service on a real port: says what a test wants and notes what it is asked.</summary>
internal sealed class FakeAppHost : dashboard::Aspire.DashboardService.Proto.V1.DashboardService.DashboardServiceBase, IAsyncDisposable
{
    internal const string ApiKey = "the key";

    private readonly BlockingCollection<WatchResourcesChange> _changes = [];

    // Leased, so that the port is still free when it listens again: the system gives its own to anybody.
    private readonly PortRegistry _ports = new();
    private int _refusals;
    private WebApplication? _app;

    internal InitialResourceData Initial { get; } = new();

    internal ConcurrentQueue<bool> Reconnects { get; } = new();

    internal ConcurrentQueue<ResourceCommandRequest> Commands { get; } = new();

    internal ConcurrentDictionary<string, List<ConsoleLogLine>> Consoles { get; } = new();

    internal Func<ResourceCommandRequest, ResourceCommandResponse> Answer { get; set; } =
        _ => new ResourceCommandResponse { Kind = ResourceCommandResponseKind.Succeeded };

    internal Uri Address { get; }

    /// <summary>How many calls came with a wrong key.</summary>
    internal int Refusals => Volatile.Read(ref _refusals);

    internal FakeAppHost() => Address = new Uri($"http://127.0.0.1:{_ports.AcquireAny()}");

    /// <summary>Begins to listen; after a stop, on the same port again.</summary>
    internal async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, Address.Port, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<FakeAppHost>();
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Drops all connections, as a process that is killed does.</summary>
    internal async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(new CancellationToken(canceled: true));
            await app.DisposeAsync();
        }
    }

    internal void Change(WatchResourcesChange change) => _changes.Add(change);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _changes.Dispose();
        _ports.Dispose();
    }

    public override Task<ApplicationInformationResponse> GetApplicationInformation(ApplicationInformationRequest request, ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue("x-resource-service-api-key") != ApiKey)
        {
            Interlocked.Increment(ref _refusals);
            throw new RpcException(new Status(StatusCode.Unauthenticated, "Wrong key."));
        }

        return Task.FromResult(new ApplicationInformationResponse { ApplicationName = "Shop" });
    }

    public override async Task WatchResources(WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context)
    {
        Reconnects.Enqueue(request.IsReconnect);
        await responseStream.WriteAsync(new WatchResourcesUpdate { InitialData = Initial });
        while (!context.CancellationToken.IsCancellationRequested)
        {
            if (await Task.Run(() => _changes.TryTake(out var change, 50) ? change : null) is { } next)
                await responseStream.WriteAsync(new WatchResourcesUpdate { Changes = new WatchResourcesChanges { Value = { next } } });
        }
    }

    public override async Task WatchResourceConsoleLogs(WatchResourceConsoleLogsRequest request, IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream, ServerCallContext context)
    {
        var lines = Consoles.GetValueOrDefault(request.ResourceName, []);
        await responseStream.WriteAsync(new WatchResourceConsoleLogsUpdate { LogLines = { lines } });
        await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context)
    {
        Commands.Enqueue(request);
        return Task.FromResult(Answer(request));
    }
}
