using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Aspire.Dashboard.Otlp;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Trace.V1;
using static Embedded.Tests.Dashboard.Samples;

namespace Embedded.Tests.Dashboard;

public sealed class OtlpHttpTests(SharedDashboard shared) : IClassFixture<SharedDashboard>
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    private const string JsonTrace = """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"json"}}]},"scopeSpans":[{"scope":{"name":"s"},"spans":[{
          "traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"eee19b7ec3c1b174","parentSpanId":"eee19b7ec3c1b173","name":"I'm a span","kind":2,
          "startTimeUnixNano":"1767225600000000000","endTimeUnixNano":1767225601000000000,"notYetInvented":{"x":[1]},
          "attributes":[{"key":"n","value":{"intValue":"42"}},{"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a"},{"doubleValue":1.5}]}}}],
          "status":{"code":2,"message":"no"}}]}]}]}
        """;

    [Fact]
    public async Task Protobuf_is_taken_and_answered_in_protobuf()
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        using var response = await PostAsync(dashboard, Traces("one", Span(1, 1)).ToByteArray(), Protobuf);

        Assert.Equal((HttpStatusCode.OK, Protobuf), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Null(ExportTraceServiceResponse.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync()).PartialSuccess);
        Assert.Equal(1, dashboard.Store.QueryTraces(new TraceQuery()).TotalCount);
    }

    [Fact]
    public async Task Json_is_taken_with_its_hexadecimal_ids_and_unknown_fields()
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        using var response = await PostAsync(dashboard, Encoding.UTF8.GetBytes(JsonTrace), Json + "; charset=utf-8");

        Assert.Equal((HttpStatusCode.OK, Json), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.True(TraceId.TryParse("5b8efff798038103d269b633813fc60c", out var traceId));
        var span = Assert.Single(dashboard.Store.GetTrace(traceId)!.Nodes).Span;
        Assert.Equal(("eee19b7ec3c1b174", "eee19b7ec3c1b173"), (span.SpanId.ToString(), span.ParentSpanId.ToString()));
        Assert.Equal((SpanKind.Server, true, TimeSpan.FromSeconds(1)), (span.Kind, span.IsError, span.Duration));
        Assert.Equal(("42", "[\"a\",1.5]"), (span.Attributes[0].Value.ToString(), span.Attributes[1].Value.ToString()));
    }

    [Fact]
    public async Task Gzip_is_taken()
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        using var response = await PostAsync(dashboard, Gzip(Traces("one", Span(1, 1)).ToByteArray()), Protobuf, "gzip");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, dashboard.Store.QueryTraces(new TraceQuery()).TotalCount);
    }

    [Theory]
    [InlineData("not protobuf at all", Protobuf, null, HttpStatusCode.BadRequest)]
    [InlineData("not JSON at all", Json, null, HttpStatusCode.BadRequest)]
    [InlineData("{\"resourceSpans\":7}", Json, null, HttpStatusCode.BadRequest)]
    [InlineData("plain", Protobuf, "gzip", HttpStatusCode.BadRequest)]
    [InlineData("", Protobuf, "br", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("", "text/plain", null, HttpStatusCode.UnsupportedMediaType)]
    public async Task What_cannot_be_read_is_refused_with_the_right_status(string body, string type, string? encoding, HttpStatusCode expected)
    {
        var dashboard = shared.Dashboard;

        using var response = await PostAsync(dashboard, Encoding.UTF8.GetBytes(body), type, encoding);

        Assert.Equal(expected, response.StatusCode);
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_error_is_a_status_message_in_the_senders_encoding()
    {
        var dashboard = shared.Dashboard;

        using var json = await PostAsync(dashboard, "{"u8.ToArray(), Json);
        using var protobuf = await PostAsync(dashboard, [0xFF], Protobuf);

        Assert.StartsWith("{\"code\":3,\"message\":\"The payload is not valid OTLP JSON", await json.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal([0x08, 0x03, 0x12], (await protobuf.Content.ReadAsByteArrayAsync())[..3]);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_plain_or_compressed()
    {
        var dashboard = shared.Dashboard;
        var tooMuch = new byte[OtlpLimits.MaxRequestBytes + 1];

        using var plain = await PostAsync(dashboard, tooMuch, Protobuf);
        using var bomb = await PostAsync(dashboard, Gzip(new byte[64 << 20]), Protobuf, "gzip");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (plain.StatusCode, bomb.StatusCode));
    }

    [Fact]
    public async Task Without_the_key_a_sender_is_unauthorized()
    {
        await using var dashboard = await RunningDashboard.StartAsync(("Dashboard:Otlp:AuthMode", "ApiKey"), ("Dashboard:Otlp:PrimaryApiKey", "secret"));
        var payload = Traces("one", Span(1, 1)).ToByteArray();

        using var refused = await PostAsync(dashboard, payload, Protobuf);
        using var accepted = await PostAsync(dashboard, payload, Protobuf, key: "secret");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, accepted.StatusCode));
    }

    [Fact]
    public async Task Only_the_three_signals_have_a_path()
    {
        var dashboard = shared.Dashboard;
        using var client = dashboard.CreateClient(dashboard.OtlpHttp);

        foreach (var path in new[] { "/", "/login", "/v1/profiles", "/api/telemetry/traces" })
        {
            using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    internal static async Task<HttpResponseMessage> PostAsync(RunningDashboard dashboard, byte[] body, string type, string? encoding = null, string? key = null, string path = "/v1/traces")
    {
        using var client = dashboard.CreateClient(dashboard.OtlpHttp);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        if (key is not null)
            request.Headers.Add("x-otlp-api-key", key);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(plain);
        return packed.ToArray();
    }
}
