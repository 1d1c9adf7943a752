using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Shop.ServiceDefaults.Telemetry;

/// <summary>OpenTelemetry logs, metrics and traces, sent by OTLP where an endpoint is configured.</summary>
internal static class TelemetryDefaults
{
    /// <summary>Every activity source and meter of the shop is named <c>Shop.…</c>.</summary>
    private const string ShopInstrumentation = "Shop.*";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddConsole(console => console.FormatterName ??= SafeConsole.FormatterName)
            .AddConsoleFormatter<SafeConsole, ConsoleFormatterOptions>();
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        // W3C Trace Context, as HttpClient writes and Kestrel reads it by themselves. Any other makes the instrumentation write beside them,
        // also where a client is told to write nothing.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(ShopInstrumentation))
            .WithTracing(tracing => tracing
                .AddSource(builder.Environment.ApplicationName, ShopInstrumentation)
                .AddAspNetCoreInstrumentation(options => options.Filter = IsNotAProbe)
                .AddHttpClientInstrumentation()
                .AddProcessor(new UnaskedStatements()));

        // The variable is the OpenTelemetry specification's; the AppHost sets it. Without it nothing is sent anywhere.
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        telemetry.UseOtlpExporter();
        builder.Services.AddHostedService<LastTelemetry>();
    }

    /// <summary>Health probes come every few seconds and would bury the calls that matter.</summary>
    private static bool IsNotAProbe(HttpContext context) =>
        !context.Request.Path.StartsWithSegments(Health.HealthDefaults.ReadyPath, StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments(Health.HealthDefaults.AlivePath, StringComparison.Ordinal);
}
