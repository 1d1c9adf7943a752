using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Telemetry of the resources.</summary>
public static class OtlpConfigurationExtensions
{
    private const int ExportIntervalMilliseconds = 1000;

    /// <summary>Makes a resource send its telemetry to the endpoint that the AppHost is configured with.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="configuration">Configuration of the AppHost.</param>
    /// <param name="environment">Environment of the AppHost.</param>
    public static void AddOtlpEnvironment(IResource resource, IConfiguration configuration, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);
        resource.Annotations.Add(new OtlpExporterAnnotation());
        resource.Annotations.Add(new EnvironmentCallbackAnnotation(context => Add(context, configuration, environment)));
    }

    /// <summary>Makes a resource send its telemetry to the endpoint that the AppHost is configured with.</summary>
    /// <param name="builder">The resource.</param>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder) where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddOtlpEnvironment(builder.Resource, builder.ApplicationBuilder.Configuration, builder.ApplicationBuilder.Environment);
        return builder;
    }

    private static void Add(EnvironmentCallbackContext context, IConfiguration configuration, IHostEnvironment environment)
    {
        if (context.ExecutionContext.IsPublishMode || OtlpConfiguration.Find(configuration) is not { } otlp)
            return;
        var variables = context.EnvironmentVariables;
        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = otlp.Endpoint;
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = otlp.Protocol;
        variables["OTEL_SERVICE_NAME"] = context.Resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = new InstanceValue(i => $"service.instance.id={i.Suffix}", "");
        if (configuration[OtlpConfiguration.ApiKeyKey] is { Length: > 0 } key)
            variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
        if (!environment.IsDevelopment())
            return;

        // What happens is to be seen while the developer looks, not a batch later.
        variables["OTEL_BLRP_SCHEDULE_DELAY"] = ExportIntervalMilliseconds;
        variables["OTEL_BSP_SCHEDULE_DELAY"] = ExportIntervalMilliseconds;
        variables["OTEL_METRIC_EXPORT_INTERVAL"] = ExportIntervalMilliseconds;
        variables["OTEL_TRACES_SAMPLER"] = "always_on";
        variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
    }
}
