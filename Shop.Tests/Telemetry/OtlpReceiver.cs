using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using Resource = OpenTelemetry.Proto.Resource.V1.Resource;

namespace Shop.Tests.Telemetry;

/// <summary>An OTLP/gRPC endpoint on a free loopback port that keeps what it is sent, for tests to look at.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentDictionary<(string Service, string Instrument), bool> _instruments = new();
    private readonly ConcurrentQueue<(string Service, string Message, string TraceId)> _logs = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    /// <summary>Where to send to, <c>http://127.0.0.1:port</c>.</summary>
    public string Endpoint => _app.Urls.Single();

    /// <summary>Every span received so far.</summary>
    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    /// <summary>Every log record received so far.</summary>
    public IReadOnlyCollection<(string Service, string Message, string TraceId)> Logs => _logs;

    /// <summary>Whether a service has sent points of an instrument.</summary>
    public bool HasMetric(string service, string instrument) => _instruments.ContainsKey((service, instrument));

    /// <summary>Opens the endpoint.</summary>
    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // gRPC without TLS: the endpoint speaks HTTP/2 only, since there is nothing to negotiate it with.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = null);
        OtlpReceiver? receiver = null;
        builder.Services.AddSingleton(_ => receiver!);

        var app = builder.Build();
        receiver = new OtlpReceiver(app);
        app.MapGrpcService<Traces>();
        app.MapGrpcService<Metrics>();
        app.MapGrpcService<Logging>();
        await app.StartAsync();
        return receiver;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string ServiceOf(Resource resource) =>
        resource.Attributes.FirstOrDefault(attribute => attribute.Key == "service.name") is { } name
            ? ReceivedSpan.Text(name.Value)
            : "unknown_service";

    private sealed class Traces(OtlpReceiver receiver) : TraceService.TraceServiceBase
    {
        public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceSpans)
            {
                var service = ServiceOf(resource.Resource);
                foreach (var scope in resource.ScopeSpans)
                {
                    foreach (var span in scope.Spans)
                        receiver._spans.Enqueue(ReceivedSpan.From(service, scope.Scope.Name, span));
                }
            }

            return Task.FromResult(new ExportTraceServiceResponse());
        }
    }

    private sealed class Metrics(OtlpReceiver receiver) : MetricsService.MetricsServiceBase
    {
        public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceMetrics)
            {
                var service = ServiceOf(resource.Resource);
                foreach (var metric in resource.ScopeMetrics.SelectMany(scope => scope.Metrics))
                    receiver._instruments[(service, metric.Name)] = true;
            }

            return Task.FromResult(new ExportMetricsServiceResponse());
        }
    }

    private sealed class Logging(OtlpReceiver receiver) : LogsService.LogsServiceBase
    {
        public override Task<ExportLogsServiceResponse> Export(ExportLogsServiceRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceLogs)
            {
                var service = ServiceOf(resource.Resource);
                foreach (var record in resource.ScopeLogs.SelectMany(scope => scope.LogRecords))
                    receiver._logs.Enqueue((service, ReceivedSpan.Text(record.Body), Convert.ToHexStringLower(record.TraceId.Span)));
            }

            return Task.FromResult(new ExportLogsServiceResponse());
        }
    }
}
