using Aspire.Dashboard.Otlp;
using Aspire.Dashboard.Telemetry.Queries;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using OpenTelemetry.Proto.Collector.Trace.V1;
using static Embedded.Tests.Dashboard.Samples;

namespace Embedded.Tests.Dashboard;

public sealed class OtlpGrpcTests(SharedDashboard shared) : IClassFixture<SharedDashboard>
{
    private static readonly Marshaller<byte[]> Raw = Marshallers.Create(static bytes => bytes, static bytes => bytes);

    [Fact]
    public async Task A_malformed_payload_is_an_invalid_argument_and_stores_nothing()
    {
        var dashboard = shared.Dashboard;
        var whole = Traces("one", Span(1, 1)).ToByteArray();

        var error = await Assert.ThrowsAsync<RpcException>(() => ExportAsync(dashboard, whole[..^3]));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains("ends inside a field", error.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(0, dashboard.Store.QueryTraces(new TraceQuery()).TotalCount);
    }

    [Fact]
    public async Task A_payload_that_is_too_large_exhausts_resources()
    {
        var dashboard = shared.Dashboard;

        var error = await Assert.ThrowsAsync<RpcException>(() => ExportAsync(dashboard, new byte[OtlpLimits.MaxRequestBytes + 1]));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Compressed_payloads_are_taken(string encoding)
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        await ExportAsync(dashboard, Traces("one", Span(1, 1)).ToByteArray(), new Metadata { { "grpc-internal-encoding-request", encoding } });

        Assert.Equal(1, dashboard.Store.QueryTraces(new TraceQuery()).TotalCount);
    }

    [Fact]
    public async Task Without_the_key_a_sender_is_unauthenticated()
    {
        await using var dashboard = await RunningDashboard.StartAsync(
            ("Dashboard:Otlp:AuthMode", "ApiKey"), ("Dashboard:Otlp:PrimaryApiKey", "first"), ("Dashboard:Otlp:SecondaryApiKey", "second"));
        var payload = Traces("one", Span(1, 1)).ToByteArray();

        foreach (var headers in new[] { [], new Metadata { { "x-otlp-api-key", "wrong" } } })
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => ExportAsync(dashboard, payload, headers));
            Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
        }
        await ExportAsync(dashboard, payload, new Metadata { { "x-otlp-api-key", "first" } });
        await ExportAsync(dashboard, payload, new Metadata { { "x-otlp-api-key", "second" } });
    }

    [Fact]
    public async Task Rejected_spans_are_a_partial_success()
    {
        // One of its own: the span that is not rejected stays.
        await using var dashboard = await RunningDashboard.StartAsync();
        var bad = Span(1, 2);
        bad.TraceId = ByteString.Empty;
        using var channel = GrpcChannel.ForAddress(dashboard.OtlpGrpc);

        var response = await new TraceService.TraceServiceClient(channel).ExportAsync(
            Traces("one", Span(1, 1), bad), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(1, response.PartialSuccess.RejectedSpans);
        Assert.Contains("trace_id", response.PartialSuccess.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_none_of_OTLPs_is_unimplemented()
    {
        var dashboard = shared.Dashboard;

        var error = await Assert.ThrowsAsync<RpcException>(() => ExportAsync(dashboard, [], service: "opentelemetry.proto.collector.profiles.v1development.ProfilesService"));

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Fact]
    public async Task The_pages_port_does_not_take_telemetry()
    {
        await using var dashboard = await RunningDashboard.StartAsync(("Dashboard:Frontend:AuthMode", "Unsecured"));
        using var client = dashboard.CreateClient(dashboard.Frontend);

        using var response = await client.PostAsync("/v1/traces", new ByteArrayContent([]), TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
    }

    /// <summary>Spans like those of a web service: thirteen attributes, of which four have values of their own.</summary>
    internal static byte[] Batch(int first, int count, int spansPerTrace) => Traces("load", Enumerable.Range(first, count).Select(i => Span(
        (ulong)(i / spansPerTrace) + 1,
        (ulong)(i % spansPerTrace) + 1,
        parent: (ulong)(i % spansPerTrace),
        start: i / 1e6,
        end: (i / 1e6) + 0.01,
        name: $"GET /orders/{{id}} {i % 7}",
        attributes:
        [
            ("http.request.method", "GET"), ("http.route", "/orders/{id}"), ("http.response.status_code", 200), ("url.scheme", "http"),
            ("url.path", $"/orders/{i}"), ("url.full", $"http://localhost:5102/orders/{i}?expand=lines"), ("server.address", "localhost"),
            ("server.port", 5102), ("network.protocol.version", "1.1"), ("user_agent.original", "shop-bench/1.0"), ("thread.id", i % 32),
            ("order.id", $"01936b2e-{i:x8}-7c3d-9a52"), ("db.query.text", "SELECT o.id, o.status FROM orders.orders o WHERE o.id = $1"),
        ]))).ToByteArray();

    internal static async Task ExportAsync(RunningDashboard dashboard, byte[] payload, Metadata? headers = null, string service = "opentelemetry.proto.collector.trace.v1.TraceService")
    {
        using var channel = GrpcChannel.ForAddress(dashboard.OtlpGrpc);
        var method = new Method<byte[], byte[]>(MethodType.Unary, service, "Export", Raw, Raw);
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(headers, cancellationToken: TestContext.Current.CancellationToken), payload);
        await call;
    }
}
