using System.Net;
using Shop.Tests.Hosting;

namespace Shop.Tests.Browser;

/// <summary>Neither people without the link nor what services send may take the dashboard over.</summary>
public sealed class KeepingOthersOut(DashboardFixture dashboard) : DashboardTest(dashboard)
{
    private const string Html = "<img src=x onerror=\"window.taken=true\"><b>bold</b>";

    private Page Page => Dashboard.Page;

    [Fact]
    public async Task A_wrong_token_is_refused_and_nothing_of_the_shop_is_shown()
    {
        Page.ForgetCookies();
        Page.Open("/login?t=00000000000000000000000000000000");
        var refused = Page.Text("body");
        Page.Open("/traces");
        var stranger = (Page.Address, Page.Text("body"));
        Page.Open(Dashboard.Link.PathAndQuery);

        Assert.Contains("token", refused, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("/login", stranger.Address, StringComparison.Ordinal);
        Assert.DoesNotContain("order-api", refused + stranger.Item2, StringComparison.Ordinal);
        await Page.SeesAsync("[data-testid=resources]");
    }

    [Fact]
    public async Task Scripts_read_telemetry_with_the_AppHosts_key_and_not_without()
    {
        using var client = new HttpClient { BaseAddress = Dashboard.Link };
        using var refused = await client.GetAsync("/api/telemetry/resources", TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Add("x-api-key", Dashboard.ApiKey);

        var resources = await Eventually.BecomesAsync(
            "the services among those that have sent telemetry",
            () => client.GetStringAsync("/api/telemetry/resources"),
            text => text.Contains("order-api", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.DoesNotContain(Dashboard.ApiKey, resources, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Telemetry_that_is_HTML_stays_text()
    {
        using var sender = new Sender(Dashboard.Otlp, Html);
        var span = Sender.Span(Sender.Id(16), Html, TimeSpan.FromMilliseconds(5));
        span.Attributes.Add(Sender.Attribute(Html, Html));
        await sender.SendAsync([span], TestContext.Current.CancellationToken);
        await sender.SendAsync(span, Html, TestContext.Current.CancellationToken);
        var traceId = Convert.ToHexStringLower(span.TraceId.Span);

        foreach (var (path, css) in ((string, string)[])
                 [
                     ($"/traces?text={Uri.EscapeDataString(Html)}", "[data-testid=trace-name]"),
                     ($"/traces/detail/{traceId}?span={Convert.ToHexStringLower(span.SpanId.Span)}", "[data-testid=span-attributes]"),
                     ($"/structuredlogs?trace={traceId}", "[data-testid=log-row]"),
                 ])
        {
            Page.Open(path);
            await Page.SeesAsync($"the HTML as text on {path}", () => Page.Text(css), text => text.Contains(Html, StringComparison.Ordinal));
            Assert.Equal(0, Page.Script<long>("return document.querySelectorAll('img[src=x], main b').length"));
            Assert.False(Page.Script<bool>("return window.taken === true"));
        }
    }
}
