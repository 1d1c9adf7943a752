using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.ServiceDefaults;
using Shop.ServiceDefaults.Access;
using Shop.Tests.Hosting;
using Shop.Web;

namespace Shop.Tests.Access;

/// <summary>Every page and every form is as open as <c>docs/security.md</c> says, and no more.</summary>
public sealed partial class EveryPage : IAsyncLifetime
{
    private const string TestSignIn = "/test-sign-in/";
    private const int SignInsPerMinute = 500;

    private static readonly AccessTable Table = new(callers: 3);

    private readonly WebApplication _app = Build();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public void It_has_a_line_in_the_table_and_says_by_itself_who_may_see_it()
    {
        var mapped = Mapped().ToList();

        Assert.Equal(Table.Endpoints.Order(StringComparer.Ordinal), mapped.Select(page => page.Name).Order(StringComparer.Ordinal));
        Assert.Empty(mapped
            .Where(page => page.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && page.Endpoint.Metadata.GetMetadata<IAuthorizeData>() is null)
            .Select(page => page.Name));
    }

    [Theory]
    [InlineData(Caller.Anonymous)]
    [InlineData(Caller.Customer)]
    [InlineData(Caller.Staff)]
    public async Task It_is_as_open_as_the_table_says(Caller caller)
    {
        using var client = await ClientOfAsync(caller);
        var wrong = new List<string>();
        foreach (var (name, method, path, _) in Mapped())
        {
            using var request = new HttpRequestMessage(new(method), path);
            if (method == "POST") request.Content = new FormUrlEncodedContent([new("field", "value")]);
            using var answer = await client.SendAsync(request);
            if (!Fits(Table.Says(name, caller), caller, answer) || (IsUnaskedForm(name, answer) && answer.StatusCode != HttpStatusCode.BadRequest)) wrong.Add($"{name}: {(int)answer.StatusCode} {answer.Headers.Location}");
        }

        Assert.Empty(wrong);
    }

    /// <summary>Reading keys while the host starts loads all of EF Core before anything listens, and fails where the tables are not there yet.</summary>
    [Fact]
    public void No_key_is_read_before_somebody_needs_one()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults();
        builder.AddWebModule();

        Assert.DoesNotContain(builder.Services, service => service.ImplementationType?.Name.Contains("DataProtectionHosted", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Passwords_can_be_tried_so_often_and_no_more()
    {
        using var client = await ClientOfAsync(Caller.Anonymous);
        var statuses = new List<HttpStatusCode>();
        for (var attempt = 0; attempt <= SignInsPerMinute; attempt++)
        {
            using var content = new FormUrlEncodedContent([new("field", "value")]);
            using var answer = await client.PostAsync("/token", content);
            statuses.Add(answer.StatusCode);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests) continue;
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
            Assert.Contains("/problems/too-many-requests", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Contains(HttpStatusCode.NotFound, statuses);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    /// <summary>The database is not there, and the forms lack their token: what counts is whether somebody was led away before that.</summary>
    private static bool Fits(string said, Caller caller, HttpResponseMessage answer)
    {
        var ledTo = answer.Headers.Location is { } location ? new Uri(answer.RequestMessage!.RequestUri!, location).AbsolutePath : "";
        var away = ledTo is "/shop/sign-in" or "/shop/denied";
        return said switch
        {
            "no" => answer.StatusCode == HttpStatusCode.Redirect && ledTo == (caller == Caller.Anonymous ? "/shop/sign-in" : "/shop/denied"),
            "yes" => !away && answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden),
            _ => false,
        };
    }

    /// <summary>A form without the token that the shop's pages put into theirs; scripts send none.</summary>
    private static bool IsUnaskedForm(string name, HttpResponseMessage answer) =>
        name.StartsWith("POST /", StringComparison.Ordinal) && name != "POST /token" && answer.StatusCode != HttpStatusCode.Redirect;

    private async Task<HttpClient> ClientOfAsync(Caller caller)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null })
        {
            BaseAddress = new(_app.Urls.Single()),
        };
        if (caller == Caller.Anonymous) return client;
        using var signedIn = await client.GetAsync(TestSignIn + caller);
        Assert.Equal((HttpStatusCode.OK, true), (signedIn.StatusCode, signedIn.Headers.Contains("Set-Cookie")));
        return client;
    }

    private IEnumerable<(string Name, string Method, string Path, RouteEndpoint Endpoint)> Mapped() =>
        from endpoint in ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where !pattern.StartsWith(TestSignIn, StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods.Where(method => method != "HEAD") : ["GET"]
        // A page of the framework takes POST too, for forms that it handles itself; the shop's forms have endpoints of their own.
        where method == "GET" || !IsPage(endpoint)
        select ($"{method} {pattern}", method, Parameter().Replace(pattern, match => match.Value.Contains("int", StringComparison.Ordinal) || match.Value.Contains("long", StringComparison.Ordinal)
            ? "1" : match.Value.Contains("guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : "ship"), endpoint);

    private static bool IsPage(RouteEndpoint endpoint) => endpoint.Metadata.Any(metadata => metadata.GetType().Name == "ComponentTypeMetadata");

    [GeneratedRegex("{[^}]*}")]
    private static partial Regex Parameter();

    /// <summary>The pages alone, of which nobody can tell who it is but by the cookie.</summary>
    private static WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production, ApplicationName = "Shop.Web" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Credentials.Settings);
        builder.Configuration["ConnectionStrings:webdb"] = "Host=127.0.0.1;Port=1;Timeout=1";
        builder.Configuration["Web:SignInsPerMinute"] = SignInsPerMinute.ToString(CultureInfo.InvariantCulture);
        builder.AddServiceDefaults();
        builder.AddWebModule();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.MapWebModule();
        app.MapGet(TestSignIn + "{caller}", (Caller caller, HttpContext http) => http.SignInAsync(IdentityConstants.ApplicationScheme, new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.Name, "somebody"), new(ClaimTypes.NameIdentifier, "1"), new(ClaimTypes.Role, caller == Caller.Staff ? ShopRoles.Staff : ShopRoles.Customer)], "test"))))
            .AllowAnonymous();
        return app;
    }
}
