using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>Where the resources send their telemetry.</summary>
/// <param name="Endpoint">The URL.</param>
/// <param name="Protocol"><c>grpc</c> or <c>http/protobuf</c>.</param>
internal sealed record OtlpConfiguration(string Endpoint, string Protocol)
{
    public const string GrpcKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    public const string HttpKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";
    public const string ApiKeyKey = "AppHost:OtlpApiKey";

    public static OtlpConfiguration? Find(IConfiguration configuration) =>
        configuration[GrpcKey] is { Length: > 0 } grpc ? new(grpc, "grpc")
        : configuration[HttpKey] is { Length: > 0 } http ? new(http, "http/protobuf")
        : null;
}
