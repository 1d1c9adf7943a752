using System.Diagnostics;
using System.Diagnostics.Metrics;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Embedded.Tests.Dashboard;

/// <summary>The official OpenTelemetry SDK as the sender, with all three signals.</summary>
public sealed class OfficialSdkTests
{
    private static readonly string[] Items = ["a", "b"];

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task The_official_SDK_is_understood(OtlpExportProtocol protocol)
    {
        await using var dashboard = await RunningDashboard.StartAsync(("Dashboard:Otlp:AuthMode", "ApiKey"), ("Dashboard:Otlp:PrimaryApiKey", "key"));
        var name = $"sdk-{protocol}";
        var resource = ResourceBuilder.CreateEmpty().AddService(name, serviceInstanceId: "kwqvrjnd");
        using var source = new ActivitySource(name);
        using var meter = new Meter(name);

        void Configure(OtlpExporterOptions options, string path)
        {
            options.Protocol = protocol;
            options.Endpoint = protocol == OtlpExportProtocol.Grpc ? dashboard.OtlpGrpc : new Uri(dashboard.OtlpHttp, path);
            options.Headers = "x-otlp-api-key=key";
        }

        using var tracing = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(name).AddOtlpExporter(options => Configure(options, "v1/traces")).Build();
        using var metering = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(name).AddOtlpExporter(options => Configure(options, "v1/metrics")).Build();
        using (var logging = LoggerFactory.Create(builder => builder.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.SetResourceBuilder(resource).AddOtlpExporter(exporter => Configure(exporter, "v1/logs"));
        })))
        {
            using var activity = source.StartActivity("checkout", ActivityKind.Server);
            activity?.SetTag("order.id", 4711).SetTag("items", Items);
            activity?.AddEvent(new ActivityEvent("reserved"));
            activity?.SetStatus(ActivityStatusCode.Error, "declined");
            logging.CreateLogger("Shop.Checkout").LogWarning("Order {OrderId} declined", 4711);
            meter.CreateCounter<long>("orders").Add(3);
            meter.CreateHistogram<double>("duration", "s").Record(0.25);
        }
        tracing.ForceFlush();
        metering.ForceFlush();

        var trace = Assert.Single(dashboard.Store.QueryTraces(new TraceQuery()).Items);
        var span = trace.FirstSpan;
        Assert.Equal(("checkout", $"{name}-kwqvrjnd", true, "declined"), (span.Name, span.Resource.Key.ToString(), span.IsError, span.StatusMessage));
        Assert.Equal(["4711", "[\"a\",\"b\"]"], span.Attributes.Select(attribute => attribute.Value.ToString()));
        Assert.Equal("reserved", Assert.Single(span.Events).Name);

        var log = Assert.Single(dashboard.Store.QueryLogs(new LogQuery()).Items);
        Assert.Equal(("Order 4711 declined", "Shop.Checkout", trace.TraceId, span.SpanId), (log.Message, log.Scope.Name, log.TraceId, log.SpanId));

        var instruments = dashboard.Store.GetInstruments(new ResourceKey(name));
        Assert.Equal([("duration", InstrumentKind.Histogram), ("orders", InstrumentKind.Counter)], instruments.Select(instrument => (instrument.Key.Name, instrument.Kind)));
    }
}
