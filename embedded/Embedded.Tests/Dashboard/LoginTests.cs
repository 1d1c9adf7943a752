using System.Net;
using System.Text.RegularExpressions;

namespace Embedded.Tests.Dashboard;

public sealed partial class LoginTests(SharedDashboard shared) : IClassFixture<SharedDashboard>
{
    private const string AuthCookie = ".Aspire.Dashboard.Auth.";

    [Theory]
    [InlineData("/")]
    [InlineData("/traces?x=1")]
    [InlineData("/no/such/page")]
    [InlineData("/css/layout.css")]
    [InlineData("/_framework/blazor.web.js")]
    public async Task A_stranger_who_navigates_is_sent_to_the_login_page(string path)
    {
        var dashboard = shared.Dashboard;

        using var response = await SendAsync(dashboard, HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal($"/login?returnUrl={Uri.EscapeDataString(path)}", response.Headers.Location?.OriginalString);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("GET", "/js/dashboard.js")]
    [InlineData("GET", "/no/such/file.png")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("POST", "/logout")]
    [InlineData("DELETE", "/traces")]
    public async Task Everything_else_is_refused_to_a_stranger_without_a_word(string method, string path)
    {
        var dashboard = shared.Dashboard;

        using var response = await SendAsync(dashboard, new HttpMethod(method), path, accept: "*/*");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_printed_link_logs_in_and_leads_on()
    {
        var dashboard = shared.Dashboard;

        using var login = await SendAsync(dashboard, HttpMethod.Get, $"/login?t={RunningDashboard.BrowserToken}&returnUrl=%2Ftraces");

        Assert.Equal((HttpStatusCode.Redirect, "/traces"), (login.StatusCode, login.Headers.Location?.OriginalString));
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"), value => value.StartsWith(AuthCookie, StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        using var page = await SendAsync(dashboard, HttpMethod.Get, "/", cookie: cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("0123456789abcdef0123456789abcdee")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("")]
    public async Task A_wrong_token_is_refused(string token)
    {
        var dashboard = shared.Dashboard;

        using var response = await SendAsync(dashboard, HttpMethod.Get, $"/login?t={token}");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.DoesNotContain(Cookies(response), cookie => cookie.StartsWith(AuthCookie, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil")]
    public async Task A_login_leads_to_this_site_only(string returnUrl)
    {
        var dashboard = shared.Dashboard;

        using var response = await SendAsync(dashboard, HttpMethod.Get, $"/login?t={RunningDashboard.BrowserToken}&returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal("/", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task The_form_logs_in_with_its_antiforgery_token_only()
    {
        var dashboard = shared.Dashboard;
        using var page = await SendAsync(dashboard, HttpMethod.Get, "/login?returnUrl=%2Fmetrics");
        var html = await page.Content.ReadAsStringAsync();
        var antiforgery = Assert.Single(Cookies(page)).Split(';')[0];
        var field = AntiforgeryField().Match(html).Groups[1].Value;

        using var forged = await PostAsync(dashboard, antiforgery, ("token", RunningDashboard.BrowserToken));
        using var wrong = await PostAsync(dashboard, antiforgery, ("token", "wrong"), ("__RequestVerificationToken", field));
        using var right = await PostAsync(dashboard, antiforgery, ("token", RunningDashboard.BrowserToken), ("__RequestVerificationToken", field), ("returnUrl", "/metrics"));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (forged.StatusCode, wrong.StatusCode));
        Assert.Equal((HttpStatusCode.Redirect, "/metrics"), (right.StatusCode, right.Headers.Location?.OriginalString));
        Assert.Contains(Cookies(right), cookie => cookie.StartsWith(AuthCookie, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_login_page_encodes_what_it_is_given()
    {
        var dashboard = shared.Dashboard;

        using var response = await SendAsync(dashboard, HttpMethod.Get, "/login?returnUrl=" + Uri.EscapeDataString("/\"><script>alert(1)</script>"));

        Assert.DoesNotContain("<script", await response.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_answer_forbids_framing_sniffing_and_foreign_scripts()
    {
        var dashboard = shared.Dashboard;

        foreach (var path in new[] { "/", "/login", "/no/such/page" })
        {
            using var response = await SendAsync(dashboard, HttpMethod.Get, path);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task Another_site_in_the_same_browser_can_neither_post_nor_open_a_circuit()
    {
        await using var dashboard = await RunningDashboard.StartAsync(("Dashboard:Frontend:AuthMode", "Unsecured"));
        using var client = dashboard.CreateClient(dashboard.Frontend);
        client.DefaultRequestHeaders.Add("Origin", "http://localhost:3000");

        using var post = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, post.StatusCode);
    }

    [Fact]
    public async Task A_foreign_name_for_this_machine_is_refused()
    {
        await using var dashboard = await RunningDashboard.StartAsync(("Dashboard:Frontend:AuthMode", "Unsecured"));
        using var client = dashboard.CreateClient(dashboard.Frontend);
        client.DefaultRequestHeaders.Host = "rebound.evil.example";

        using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task An_open_dashboard_asks_nobody()
    {
        await using var dashboard = await RunningDashboard.StartAsync(("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "true"), ("Dashboard:Otlp:AuthMode", "ApiKey"));

        using var page = await SendAsync(dashboard, HttpMethod.Get, "/");
        using var login = await SendAsync(dashboard, HttpMethod.Get, "/login");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (page.StatusCode, login.StatusCode));
    }

    private static IEnumerable<string> Cookies(HttpResponseMessage response) => response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [];

    private static async Task<HttpResponseMessage> SendAsync(RunningDashboard dashboard, HttpMethod method, string path, string accept = "text/html", string? cookie = null)
    {
        using var client = dashboard.CreateClient(dashboard.Frontend);
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningDashboard dashboard, string cookie, params (string Key, string Value)[] fields)
    {
        using var client = dashboard.CreateClient(dashboard.Frontend);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login");
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Key, field.Value)));
        request.Headers.Add("Cookie", cookie);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}
