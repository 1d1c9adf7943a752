using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Shop.ServiceDefaults;
using Shop.ServiceDefaults.Access;
using Shop.Tests.Hosting;

namespace Shop.Tests.Stopping;

/// <summary>Telemetry that nobody takes must not keep a service from stopping.</summary>
public sealed class StoppingWithoutReceiver
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    /// <summary>What telemetry may take of a stop, and what the rest of it takes on a busy machine.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2), Margin = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_service_whose_telemetry_nobody_takes_stops_by_itself_and_is_not_killed()
    {
        using var bound = new CancellationTokenSource(Bound);
        // One port refuses connections; the other takes them and never answers.
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var refusing = AddressOf(closed);
        closed.Stop();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(Credentials.Parameters, bound.Token);
        foreach (var caller in (string[])["web", "order-api"]) builder.Resources.Remove(builder.Resources.Single(r => r.Name == caller));
        SendTelemetryTo(builder, "product-api", refusing);
        SendTelemetryTo(builder, "payment-api", AddressOf(silent));
        await using var app = await builder.BuildAsync(bound.Token);
        await app.StartAsync(bound.Token);
        using var products = await HealthyAsync(app, "product-api", bound.Token);
        using var payments = await HealthyAsync(app, "payment-api", bound.Token);
        // Requests leave spans, metrics and logs behind that want to be sent.
        using var listed = await products.GetAsync("/products", bound.Token);
        using var paid = await payments.GetAsync("/payments", bound.Token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (listed.StatusCode, paid.StatusCode));

        // Killed, as every process is that takes longer than it may, the code would be that of the signal.
        Assert.Equal([0, 0], await Task.WhenAll(StopAsync(app, "product-api", bound.Token), StopAsync(app, "payment-api", bound.Token)));
    }

    /// <summary>Whoever takes what is sent and never answers keeps the three exporters waiting, each for as long as it waits for any answer.</summary>
    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task A_collector_that_reads_and_never_answers_does_not_keep_a_service_from_stopping(string protocol)
    {
        const int exporters = 3;
        await using var collector = ReadingListener.Start();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
        builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol;
        foreach (var schedule in (string[])["OTEL_BSP_SCHEDULE_DELAY", "OTEL_BLRP_SCHEDULE_DELAY", "OTEL_METRIC_EXPORT_INTERVAL"])
            builder.Configuration[schedule] = "100";
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGet("/anything", () => "done").ForAnyone();
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        Assert.Equal("done", await client.GetStringAsync("/anything"));
        // Each of the three waits for an answer, and has more to send.
        await Eventually.BecomesAsync("every exporter to send", () => Task.FromResult(collector.Connections), connections => connections >= exporters);
        Assert.Equal("done", await client.GetStringAsync("/anything"));

        var clock = Stopwatch.StartNew();
        await app.StopAsync();
        await app.DisposeAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Promised + Margin);
    }

    private static string AddressOf(TcpListener listener) => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    private static void SendTelemetryTo(IDistributedApplicationTestingBuilder builder, string service, string address)
    {
        var project = builder.Resources.OfType<ProjectResource>().Single(r => r.Name == service);
        builder.CreateResourceBuilder(project)
            .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", address)
            .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    }

    private static async Task<HttpClient> HealthyAsync(DistributedApplication app, string service, CancellationToken cancellationToken)
    {
        await app.ResourceNotifications.WaitForResourceHealthyAsync(service, cancellationToken);
        return Credentials.NewClient(app.GetEndpoint(service, "http"));
    }

    private static async Task<int?> StopAsync(DistributedApplication app, string service, CancellationToken cancellationToken)
    {
        var result = await app.ResourceCommands.ExecuteCommandAsync(service, KnownResourceCommands.StopCommand, cancellationToken);
        Assert.True(result.Success, result.Message);
        var stopped = await app.ResourceNotifications.WaitForResourceAsync(
            service, change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text) && change.Snapshot.ExitCode is not null, cancellationToken);
        return stopped.Snapshot.ExitCode;
    }

    /// <summary>Takes everything and says nothing.</summary>
    private sealed class ReadingListener : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly ConcurrentQueue<TcpClient> _clients = [];
        private Task _accepting = Task.CompletedTask;

        public string Address => AddressOf(_listener);

        public int Connections => _clients.Count;

        public static ReadingListener Start()
        {
            var listening = new ReadingListener();
            listening._listener.Start();
            listening._accepting = listening.AcceptAsync();
            return listening;
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _accepting;
            foreach (var client in _clients) client.Dispose();
            _listener.Dispose();
            _stop.Dispose();
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                    _clients.Enqueue(client);
                    _ = client.GetStream().CopyToAsync(Stream.Null, _stop.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // Over.
            }
        }
    }
}
