using Microsoft.Extensions.Options;
using Shop.OrderApi.Outbox;

namespace Shop.OrderApi.Webhooks;

/// <summary>Registers the webhooks.</summary>
internal static class WebhookModule
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptions.Validator>();
        services.AddSingleton<ConfiguredSubscribers>();
        services.AddSingleton<WebhookTarget>();
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDispatcher>());
        services.AddSingleton<IEventPublisher, WebhookPublisher>();

        // No resilience: the queue repeats, with pauses of its own; one broken subscriber must not open a circuit for all.
        services.AddHttpClient(WebhookSender.ConfiguredClientName);
        services.AddHttpClient(WebhookSender.ClientName)
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                // A redirect or a proxy would lead past the check of the target's address.
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ConnectCallback = provider.GetRequiredService<WebhookTarget>().ConnectAsync,
            });
    }
}
