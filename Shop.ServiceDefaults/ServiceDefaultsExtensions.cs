using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.Faults;
using Shop.ServiceDefaults.Health;
using Shop.ServiceDefaults.Limits;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Platform;
using Shop.ServiceDefaults.Problems;
using Shop.ServiceDefaults.Telemetry;
using Shop.ServiceDefaults.Work;

namespace Shop.ServiceDefaults;

/// <summary>What every service of the shop has in common: one call before it is built, one after.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>The largest request body that a service reads, in bytes; a larger one is answered with 413.</summary>
    public const long MaxRequestBodyBytes = 256 * 1024;

    /// <summary>Adds telemetry, health checks, service discovery, problem details, authentication and the OpenAPI document.</summary>
    /// <typeparam name="TBuilder">The kind of host builder.</typeparam>
    /// <param name="builder">The host under construction.</param>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddPlatform();
        builder.AddTelemetry();
        builder.AddHealth();
        builder.AddProblems();
        builder.AddAccess();
        builder.AddLimits();
        builder.AddWork();

        // Resilience is the client's own: only it knows which of its calls may be repeated, and for how long it is waited for.
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());

        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            // The generous default reads "2" as 2; a client that mixes the two up should hear of it.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            // Readers differ in which of two values they take (RFC 8259, section 4): nobody may send one thing and mean another.
            json.SerializerOptions.AllowDuplicateProperties = false;
        });
        builder.Services.AddApiDocumentation();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
        });
        return builder;
    }

    /// <summary>Answers every error with a problem, closes what nobody opened, and maps <c>/</c>, <c>/health</c>, <c>/alive</c>, <c>/work</c>, <c>/openapi/v1.json</c>, <c>/scalar</c> and <c>/problems</c>.</summary>
    /// <param name="app">The built application.</param>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseLostAnswers();
        app.UseCacheAndSniffing();
        app.UseProblems();
        app.UseAccess();
        app.UseRateLimiter();
        app.MapHealth();
        app.MapWork();
        app.MapApiDocumentation();
        ServiceCard.Map(app);
        app.MapProblemReference();
        return app;
    }
}
