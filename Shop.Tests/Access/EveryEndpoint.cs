using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.OrderApi;
using Shop.PaymentApi;
using Shop.ProductApi;
using Shop.ServiceDefaults;
using Shop.ServiceDefaults.Access;
using Shop.Tests.Hosting;

namespace Shop.Tests.Access;

/// <summary>Every endpoint that the modules map, asked by every kind of caller, is as open as <c>docs/security.md</c> says, and no more.</summary>
public sealed partial class EveryEndpoint : IAsyncLifetime
{
    private static readonly AccessTable Table = new(callers: 4);

    private readonly WebApplication _app = BuildAll();
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _client = Credentials.NewStranger(new(_app.Urls.Single()));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public void It_has_a_line_in_the_table_and_says_by_itself_who_may_call_it()
    {
        var mapped = Mapped().ToList();

        Assert.Equal(Table.Endpoints.Order(StringComparer.Ordinal), mapped.Select(endpoint => endpoint.Name).Order(StringComparer.Ordinal));
        Assert.Empty(mapped
            .Where(endpoint => endpoint.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && endpoint.Endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null)
            .Select(endpoint => endpoint.Name));
    }

    [Theory]
    [InlineData(Caller.Anonymous)]
    [InlineData(Caller.Customer)]
    [InlineData(Caller.Staff)]
    [InlineData(Caller.OrderService)]
    [InlineData(Caller.Scheduler)]
    public async Task It_is_as_open_as_the_table_says(Caller caller)
    {
        var wrong = new List<string>();
        foreach (var (name, method, path, _) in Mapped())
        {
            foreach (var verb in (string[])(method == "GET" ? ["GET", "HEAD"] : [method]))
            {
                using var answer = await AskAsync(caller, verb, path);
                if (!Fits(Table.Says(name, caller), caller, answer)) wrong.Add($"{verb} {name}: {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Its_answers_are_what_they_say_they_are_and_are_kept_only_if_everybody_may_have_them()
    {
        var wrong = new List<string>();
        foreach (var (name, method, path, _) in Mapped())
        {
            foreach (var caller in (Caller[])[Caller.Anonymous, Caller.Staff])
            {
                using var answer = await AskAsync(caller, method, path);
                var isForAll = Table.Says(name, Caller.Anonymous) != "no";
                if (!answer.Headers.TryGetValues("X-Content-Type-Options", out var sniffing) || sniffing.Single() != "nosniff") wrong.Add($"{caller} {name} may be sniffed");
                if (!isForAll && answer.Headers.CacheControl?.NoStore != true) wrong.Add($"{caller} {name} may be kept");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "/orders", HttpStatusCode.MethodNotAllowed)]
    public async Task An_address_that_nobody_serves_is_the_same_for_everybody(string method, string path, HttpStatusCode status)
    {
        foreach (var caller in Enum.GetValues<Caller>())
        {
            using var answer = await AskAsync(caller, method, path);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task One_that_says_nothing_of_callers_is_closed_to_all()
    {
        foreach (var caller in Enum.GetValues<Caller>())
        {
            using var answer = await AskAsync(caller, "GET", "/forgotten");
            Assert.Equal(caller is Caller.Customer or Caller.Staff ? HttpStatusCode.Forbidden : HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal(MediaTypeNames.Application.ProblemJson, answer.Content.Headers.ContentType?.MediaType);
        }
    }

    private static bool Fits(string said, Caller caller, HttpResponseMessage answer) => (said, answer.StatusCode) switch
    {
        // Nobody has signed, and the endpoint says how it is done.
        ("signed", HttpStatusCode.Unauthorized) => answer.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme == "Webhook-Signature"),
        ("no", HttpStatusCode.Unauthorized) => answer.Headers.WwwAuthenticate.Count > 0,
        ("no", HttpStatusCode.Forbidden) => caller != Caller.Anonymous,
        ("yes" or "own", not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)) => true,
        _ => false,
    };

    private async Task<HttpResponseMessage> AskAsync(Caller caller, string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (method is "POST" or "PUT") request.Content = new StringContent("{}", Encoding.UTF8, MediaTypeNames.Application.Json);
        request.Headers.Authorization = HeaderOf(caller);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static AuthenticationHeaderValue? HeaderOf(Caller caller) => caller switch
    {
        Caller.Customer => Credentials.Person("ada", ShopRoles.Customer),
        Caller.Staff => Credentials.Person("staff", ShopRoles.Staff),
        Caller.OrderService => Credentials.OrderService,
        Caller.Scheduler => Credentials.Scheduler,
        _ => null,
    };

    /// <summary>What is mapped, but for the one that is forgotten on purpose. Endpoints for all methods are probed as GET.</summary>
    private IEnumerable<(string Name, string Method, string Path, RouteEndpoint Endpoint)> Mapped() =>
        from endpoint in ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where pattern != "/forgotten"
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"]
        select ($"{method} {pattern}", method, Parameter().Replace(pattern, "1"), endpoint);

    [GeneratedRegex("{[^}]*}")]
    private static partial Regex Parameter();

    /// <summary>All modules, and no database: who may come in is decided before anybody asks it.</summary>
    private static WebApplication BuildAll()
    {
        const string nowhere = "Host=127.0.0.1;Port=1;Timeout=1";
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Credentials.Settings);
        foreach (var database in (string[])["productdb", "orderdb", "paymentdb"]) builder.Configuration[$"ConnectionStrings:{database}"] = nowhere;
        builder.Configuration["Work:LongestRound"] = "00:00:00.1";
        builder.AddServiceDefaults();
        builder.AddProductModule();
        builder.AddOrderModule();
        builder.AddPaymentModule();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapProductModule();
        app.MapOrderModule();
        app.MapPaymentModule();
        app.MapGet("/forgotten", () => "open");
        return app;
    }
}
