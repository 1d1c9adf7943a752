using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;

namespace Shop.ServiceDefaults.Resilience;

/// <summary>How every HttpClient of a service finds its target and behaves when the target is slow or gone.</summary>
internal static class OutgoingCalls
{
    public static void AddOutgoingCalls(this IHostApplicationBuilder builder)
    {
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            // A call that is not safe to repeat is repeated only by a caller that knows it is idempotent.
            http.AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
            http.AddServiceDiscovery();
        });
    }
}
