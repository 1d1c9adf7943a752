using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpenTelemetry.Metrics;
using Shop.Database;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Work;
using Shop.Web.Accounts;
using Shop.Web.Carts;
using Shop.Web.Clients;
using Shop.Web.Components;
using Shop.Web.Configuration;
using Shop.Web.Data;
using Shop.Web.Office;
using Shop.Web.Retention;
using Shop.Web.Storefront;

namespace Shop.Web;

/// <summary>The pages of the shop, for customers and staff, in a process of their own or beside other modules.</summary>
public static class WebModule
{
    /// <summary>Adds the module's services. Its options are read from the configuration section <c>Web</c>.</summary>
    /// <typeparam name="TBuilder">The kind of host builder.</typeparam>
    /// <param name="builder">The host under construction.</param>
    /// <param name="connectionName">The key under <c>ConnectionStrings</c> of the database that holds the module's schema.</param>
    public static TBuilder AddWebModule<TBuilder>(this TBuilder builder, string connectionName = "webdb")
        where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.AddOptions<WebOptions>().BindConfiguration(WebOptions.Section).ValidateOnStart();
        services.AddSingleton(provider => new WebDatabase(PreparedDataSource.Create(provider, connectionName)));
        services.AddDbContextPool<WebContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<WebDatabase>().Source)
            .UseSnakeCaseNamingConvention());
        builder.EnrichNpgsqlDbContext<WebContext>(settings => (settings.DisableHealthChecks, settings.DisableRetry) = (true, true));
        builder.AddDatabaseStartup<WebStartup>("web-database");

        services.AddAccounts();
        services.AddSingleton<CartStore>();
        services.AddDueWork<WebRetention>();
        services.AddSingleton<PlacedOrders>();
        services.AddHttpContextAccessor();
        services.AddTransient<PersonHandler>();
        services.AddClient<ProductClient>(ServiceNames.Products);
        services.AddClient<OrderClient>(ServiceNames.Orders);
        services.AddClient<PaymentClient>(ServiceNames.Payments);
        services.AddSingleton<Flash>();
        services.AddRazorComponents();
        services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, ProblemPageWriter>());
        // What a component takes to draw: measured, each page throws and catches two exceptions (a page that is drawn once ends its drawing by a cancelled task).
        services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddView(instrument =>
            instrument.Meter.Name == "Microsoft.AspNetCore.Components.Lifecycle" ? MetricStreamConfiguration.Drop : null));
        services.Configure<ServiceCardOptions>(card => card.Page = StorefrontEndpoints.Root);
        // It reads the keys while the host starts, when their table is not there yet, and logs the failure as an error; and nothing listens before all of
        // EF Core is loaded. Whoever needs a key reads it. At the end: pages add it once more.
        services.Remove(services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService"));
        return builder;
    }

    /// <summary>Maps <c>/shop</c>, <c>/office</c> and <c>/token</c>.</summary>
    /// <param name="app">The built application.</param>
    public static WebApplication MapWebModule(this WebApplication app)
    {
        app.UsePageHeaders();
        app.UseAntiforgery();
        app.MapAccounts();
        app.MapStorefront();
        app.MapOffice();
        // What the framework serves beside the pages says nothing of who may have it.
        app.MapRazorComponents<App>().Add(endpoint =>
        {
            if (!endpoint.Metadata.Any(metadata => metadata is IAuthorizeData or IAllowAnonymous)
                && endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern } && pattern.TrimStart('/').StartsWith("_framework", StringComparison.Ordinal))
            {
                endpoint.Metadata.Add(new AllowAnonymousAttribute());
            }
        });
        return app;
    }

    /// <summary>Maps styles and scripts: a host's own matter, since only a host knows them all.</summary>
    /// <param name="app">The built application.</param>
    public static WebApplication MapWebAssets(this WebApplication app)
    {
        app.MapStaticAssets().ForAnyone();
        return app;
    }

    private static void AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<IdentityUser>(identity =>
            {
                // Long rather than odd (NIST SP 800-63B, section 5.1.1.2).
                identity.Password = new()
                {
                    RequiredLength = AccountEndpoints.MinPasswordLength,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
            })
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<WebContext>()
            .AddSignInManager();
        services.AddAuthentication().AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "shop";
            cookie.LoginPath = AccountEndpoints.SignInPage;
            cookie.AccessDeniedPath = AccountEndpoints.DeniedPage;
            cookie.ReturnUrlParameter = "returnUrl";
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(PagePolicies.Anyone, policy => policy.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme).RequireAssertion(_ => true))
            .AddPolicy(PagePolicies.Customer, policy => policy.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme).RequireAuthenticatedUser())
            .AddPolicy(PagePolicies.Staff, policy => policy.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme).RequireRole(ShopRoles.Staff));
        services.AddCascadingAuthenticationState();
        services.AddDataProtection().SetApplicationName("shop").PersistKeysToDbContext<WebContext>();
        services.AddSingleton<DemoAccounts>();
        services.AddSingleton<PersonalTokens>();
        services.AddSignInLimit();
    }

    private static void AddClient<TClient>(this IServiceCollection services, string service)
        where TClient : class => services.AddHttpClient<TClient>(http => (http.BaseAddress, http.Timeout) = (new($"https+http://{service}"), ServiceClient.Timeout))
            .AddHttpMessageHandler<PersonHandler>()
            .RemoveAllLoggers()
            .UseSocketsHttpHandler((handler, _) => (handler.AllowAutoRedirect, handler.UseCookies) = (false, false));
}
