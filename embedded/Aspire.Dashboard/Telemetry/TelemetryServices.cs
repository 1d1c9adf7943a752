namespace Aspire.Dashboard.Telemetry;

/// <summary>Registers the telemetry store.</summary>
internal static class TelemetryServices
{
    /// <summary>One store, seen by readers as <see cref="ITelemetryStore"/> and by ingest as <see cref="ITelemetrySink"/>.</summary>
    internal static IServiceCollection AddTelemetryStore(this IServiceCollection services)
    {
        services.AddOptions<TelemetryLimits>().BindConfiguration(TelemetryLimits.Section);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<TelemetryStore>();
        services.AddSingleton<ITelemetryStore>(provider => provider.GetRequiredService<TelemetryStore>());
        services.AddSingleton<ITelemetrySink>(provider => provider.GetRequiredService<TelemetryStore>());
        return services;
    }
}
