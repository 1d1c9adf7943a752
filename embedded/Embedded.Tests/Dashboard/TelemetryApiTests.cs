using System.Net;
using System.Text.Json;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Logs.V1;
using static Embedded.Tests.Dashboard.Samples;

namespace Embedded.Tests.Dashboard;

public sealed class TelemetryApiTests(SharedDashboard shared) : IClassFixture<SharedDashboard>
{
    [Fact]
    public async Task Spans_are_answered_as_OTLP_JSON_with_hexadecimal_ids()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await SendAsync(dashboard, Traces("order", "abcd", [Span(0xAB, 0xCD, parent: 1, name: "POST /orders", error: true, attributes: ("n", 42))]));

        using var answer = await GetAsync(dashboard, "/api/telemetry/spans");

        Assert.Equal((1, 1), (answer.RootElement.GetProperty("totalCount").GetInt32(), answer.RootElement.GetProperty("returnedCount").GetInt32()));
        var resource = answer.RootElement.GetProperty("data").GetProperty("resourceSpans")[0];
        Assert.Equal("service.name", resource.GetProperty("resource").GetProperty("attributes")[0].GetProperty("key").GetString());
        var scope = resource.GetProperty("scopeSpans")[0];
        Assert.Equal("test", scope.GetProperty("scope").GetProperty("name").GetString());
        Assert.Equal(
            """
            {"traceId":"000000000000000000000000000000ab","spanId":"00000000000000cd","parentSpanId":"0000000000000001","name":"POST /orders","kind":2,"startTimeUnixNano":"1767225600000000000","endTimeUnixNano":"1767225601000000000","attributes":[{"key":"n","value":{"intValue":"42"}}],"status":{"message":"it failed","code":2}}
            """,
            scope.GetProperty("spans")[0].GetRawText());
    }

    [Fact]
    public async Task What_comes_out_can_be_sent_in_again()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var nested = Value(new OpenTelemetry.Proto.Common.V1.AnyValue { ArrayValue = new() { Values = { Value("a"), Value(1), Value(true), Value(2.5), Value(new byte[] { 1, 2 }) } } });
        await SendAsync(dashboard, Traces("order", Span(1, 2, attributes: [("list", nested), ("text", "ü<>&"), ("not a number", double.NaN), ("bytes", new byte[] { 0xFF })])));
        using var answer = await GetAsync(dashboard, "/api/telemetry/traces");
        await using var second = await RunningDashboard.StartAsync();

        using var response = await OtlpHttpTests.PostAsync(second, JsonSerializer.SerializeToUtf8Bytes(answer.RootElement.GetProperty("data")), "application/json");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var again = await GetAsync(second, "/api/telemetry/traces");
        Assert.Equal(answer.RootElement.GetRawText(), again.RootElement.GetRawText());
    }

    [Fact]
    public async Task Which_traces_had_errors_can_be_asked()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await SendAsync(dashboard, Traces("order", Span(1, 1), Span(2, 1, error: true), Span(3, 1)));

        using var failed = await GetAsync(dashboard, "/api/telemetry/traces?hasError=true");
        using var fine = await GetAsync(dashboard, "/api/telemetry/traces?hasError=false&limit=1");

        Assert.Equal(1, failed.RootElement.GetProperty("totalCount").GetInt32());
        Assert.Contains("00000002\"", failed.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((2, 1), (fine.RootElement.GetProperty("totalCount").GetInt32(), fine.RootElement.GetProperty("returnedCount").GetInt32()));
    }

    [Fact]
    public async Task Logs_are_filtered_by_resource_severity_and_trace()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var traced = Log("traced", 1, SeverityNumber.Error);
        traced.TraceId = TraceIdBytes(5);
        await SendAsync(dashboard, Logs("order", Log("info", 0), traced));
        await SendAsync(dashboard, Logs("payment", Log("other", 2, SeverityNumber.Fatal)));

        async Task<int> CountAsync(string query)
        {
            using var answer = await GetAsync(dashboard, $"/api/telemetry/logs{query}");
            return answer.RootElement.GetProperty("totalCount").GetInt32();
        }

        Assert.Equal(3, await CountAsync(""));
        Assert.Equal(2, await CountAsync("?resource=order"));
        Assert.Equal(3, await CountAsync("?resource=order&resource=payment"));
        Assert.Equal(2, await CountAsync("?severity=Warning"));
        Assert.Equal(1, await CountAsync($"?traceId={5:x32}"));
    }

    [Fact]
    public async Task A_single_trace_and_the_resources_can_be_read()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await SendAsync(dashboard, Traces("order", "abcd", [Span(7, 1), Span(7, 2, parent: 1)]));

        using var trace = await GetAsync(dashboard, $"/api/telemetry/traces/{7:x32}");
        using var resources = await GetAsync(dashboard, "/api/telemetry/resources");

        Assert.Equal(2, trace.RootElement.GetProperty("totalCount").GetInt32());
        Assert.Equal(
            """[{"name":"order","instanceId":"abcd","displayName":"order-abcd","hasLogs":false,"hasTraces":true,"hasMetrics":false}]""",
            resources.RootElement.GetRawText());
    }

    [Theory]
    [InlineData("/api/telemetry/spans?limit=0", HttpStatusCode.BadRequest, "limit")]
    [InlineData("/api/telemetry/spans?hasError=maybe", HttpStatusCode.BadRequest, "hasError")]
    [InlineData("/api/telemetry/logs?severity=loud", HttpStatusCode.BadRequest, "severity")]
    [InlineData("/api/telemetry/logs?traceId=xyz", HttpStatusCode.BadRequest, "traceId")]
    [InlineData("/api/telemetry/traces/xyz", HttpStatusCode.BadRequest, "traceId")]
    [InlineData("/api/telemetry/traces/00000000000000000000000000000009", HttpStatusCode.NotFound, "no trace")]
    [InlineData("/api/telemetry/spans?resource=nobody", HttpStatusCode.NotFound, "nobody")]
    public async Task What_cannot_be_answered_is_refused_with_the_reason(string path, HttpStatusCode expected, string reason)
    {
        var dashboard = shared.Dashboard;
        using var client = dashboard.CreateClient(dashboard.Frontend);

        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal((expected, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Following_gives_one_line_for_each_record_old_and_new()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await SendAsync(dashboard, Logs("order", Log("first")));
        using var client = dashboard.CreateClient(dashboard.Frontend);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var response = await client.GetAsync("/api/telemetry/logs?follow=true&resource=order", HttpCompletionOption.ResponseHeadersRead, timeout.Token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(timeout.Token));

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"first\"", await lines.ReadLineAsync(timeout.Token), StringComparison.Ordinal);
        await SendAsync(dashboard, Logs("other", Log("unrelated")));
        await SendAsync(dashboard, Logs("order", Log("second")));
        Assert.Contains("\"second\"", await lines.ReadLineAsync(timeout.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_wants_its_key_and_no_cookie_replaces_it()
    {
        await using var dashboard = await RunningDashboard.StartAsync(("Dashboard:Api:AuthMode", "ApiKey"), ("Dashboard:Api:PrimaryApiKey", "first"), ("Dashboard:Api:SecondaryApiKey", "second"));
        using var client = dashboard.CreateClient(dashboard.Frontend);

        async Task<HttpStatusCode> StatusAsync(string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/telemetry/resources");
            if (key is not null)
                request.Headers.Add("x-api-key", key);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("firs"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(RunningDashboard.BrowserToken));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("first"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("second"));
    }

    [Fact]
    public async Task Without_a_configured_key_nobody_gets_in()
    {
        await using var dashboard = await RunningDashboard.StartAsync(("Dashboard:Api:AuthMode", "ApiKey"));
        using var client = dashboard.CreateClient(dashboard.Frontend);
        client.DefaultRequestHeaders.Add("x-api-key", "");

        using var response = await client.GetAsync("/api/telemetry/resources", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task The_API_can_be_switched_off()
    {
        await using var dashboard = await RunningDashboard.StartAsync(("Dashboard:Api:Disabled", "true"), ("Dashboard:Frontend:AuthMode", "Unsecured"));
        using var client = dashboard.CreateClient(dashboard.Frontend);

        using var response = await client.GetAsync("/api/telemetry/resources", TestContext.Current.CancellationToken);

        Assert.NotEqual("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_span_name_that_is_HTML_stays_text()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await SendAsync(dashboard, Traces("<img src=x onerror=alert(1)>", Span(1, 1, name: "<script>alert(1)</script>")));
        using var client = dashboard.CreateClient(dashboard.Frontend);

        using var response = await client.GetAsync("/api/telemetry/spans", TestContext.Current.CancellationToken);

        var body = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script>", body, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", body, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    private static async Task<JsonDocument> GetAsync(RunningDashboard dashboard, string path)
    {
        using var client = dashboard.CreateClient(dashboard.Frontend);
        return JsonDocument.Parse(await client.GetStringAsync(path, TestContext.Current.CancellationToken));
    }

    private static async Task SendAsync(RunningDashboard dashboard, IMessage request)
    {
        var path = request switch { ExportTraceServiceRequest => "/v1/traces", ExportLogsServiceRequest => "/v1/logs", _ => "/v1/metrics" };
        using var response = await OtlpHttpTests.PostAsync(dashboard, request.ToByteArray(), "application/x-protobuf", path: path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
