using Aspire.Dashboard.Hosting;
using Aspire.Dashboard.Otlp.Grpc;
using Aspire.Dashboard.Otlp.Http;
using Grpc.AspNetCore.Server.Model;

namespace Aspire.Dashboard.Otlp;

/// <summary>Registers and maps the receiving of telemetry over gRPC and HTTP.</summary>
internal static class OtlpServices
{
    internal static IServiceCollection AddOtlpIngest(this IServiceCollection services)
    {
        services.AddSingleton<OtlpIngest>();
        services.AddSingleton<OtlpGate>();
        services.AddSingleton<OtlpGrpcService>();
        services.AddSingleton<IServiceMethodProvider<OtlpGrpcService>, OtlpMethodProvider>();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = OtlpLimits.MaxRequestBytes;
            grpc.CompressionProviders.Clear();
            grpc.CompressionProviders.Add(BoundedCompression.Gzip);
            grpc.CompressionProviders.Add(BoundedCompression.Deflate);
        });
        return services;
    }

    /// <summary>Checks keys and admits a bounded number of requests on the OTLP ports.</summary>
    internal static IApplicationBuilder UseOtlpGate(this IApplicationBuilder app)
    {
        var gate = app.ApplicationServices.GetRequiredService<OtlpGate>();
        return app.Use(next => context => context.Role() == EndpointRole.Frontend ? next(context) : gate.InvokeAsync(context, next));
    }

    internal static IEndpointRouteBuilder MapOtlp(this IEndpointRouteBuilder app)
    {
        app.MapGrpcService<OtlpGrpcService>().RequireRole(EndpointRole.OtlpGrpc);
        app.MapOtlpHttp().RequireRole(EndpointRole.OtlpHttp);
        return app;
    }
}
