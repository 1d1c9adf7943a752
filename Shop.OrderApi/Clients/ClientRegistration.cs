using Microsoft.Extensions.Http.Resilience;
using Polly;
using Shop.ServiceDefaults.Access;

namespace Shop.OrderApi.Clients;

/// <summary>How this service reaches the other two.</summary>
internal static class ClientRegistration
{
    /// <summary>An attempt that takes longer is as good as lost: the step is repeated, on another replica where there is one.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>Beyond the deadlines of the steps, which are what normally ends a call.</summary>
    private static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromMilliseconds(50);
    private const int MaxRetries = 2;

    public static void AddServiceClients(this IServiceCollection services)
    {
        services.AddHttpClient<IProductCatalog, ProductCatalogClient>((provider, http) => Call(http, provider, ServiceNames.Products)).Repeat();
        services.AddHttpClient<IPayments, PaymentsClient>((provider, http) => Call(http, provider, ServiceNames.Payments)).Repeat();
    }

    private static void Call(HttpClient http, IServiceProvider provider, string service)
    {
        http.BaseAddress = new($"https+http://{service}");
        var configuration = provider.GetRequiredService<IConfiguration>();
        http.DefaultRequestHeaders.Authorization = ServiceCredential.Read(configuration, ServiceNames.Orders, service);
    }

    /// <summary>Repeated whatever the method: every request of these clients is idempotent by order id.</summary>
    private static void Repeat(this IHttpClientBuilder client)
    {
        // The spans of these calls say what four log entries for each would, and more.
        client.RemoveAllLoggers();
        // A service of the shop redirects nobody: who does is something else, and the page it leads to is no answer.
        client.UseSocketsHttpHandler((handler, _) => (handler.AllowAutoRedirect, handler.UseCookies) = (false, false));
        // The standard handler's strategies in its order; the handler itself measures breaks with the clock on the wall.
        client.AddResilienceHandler("repeat", (pipeline, context) =>
        {
            pipeline.TimeProvider = new MonotonicTime(context.ServiceProvider.GetRequiredService<TimeProvider>());
            pipeline
                .AddRateLimiter(new HttpRateLimiterStrategyOptions())
                .AddTimeout(TotalTimeout)
                .AddRetry(new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = MaxRetries,
                    Delay = FirstRetryDelay,
                    // The driver has a back-off of its own; a service that asks for a pause of seconds gets it from there.
                    ShouldRetryAfterHeader = false,
                })
                .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions())
                .AddTimeout(AttemptTimeout);
        });
    }
}
