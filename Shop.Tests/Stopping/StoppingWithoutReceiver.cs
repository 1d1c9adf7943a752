using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Shop.Tests.Stopping;

/// <summary>Telemetry that nobody takes must not keep a service from stopping.</summary>
public sealed class StoppingWithoutReceiver
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

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
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(bound.Token);
        builder.Resources.Remove(builder.Resources.Single(r => r.Name == "order-api"));
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
        return app.CreateHttpClient(service);
    }

    private static async Task<int?> StopAsync(DistributedApplication app, string service, CancellationToken cancellationToken)
    {
        var result = await app.ResourceCommands.ExecuteCommandAsync(service, KnownResourceCommands.StopCommand, cancellationToken);
        Assert.True(result.Success, result.Message);
        var stopped = await app.ResourceNotifications.WaitForResourceAsync(
            service, change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text) && change.Snapshot.ExitCode is not null, cancellationToken);
        return stopped.Snapshot.ExitCode;
    }
}
