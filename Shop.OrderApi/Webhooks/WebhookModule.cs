using System.Diagnostics;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Outbox;

namespace Shop.OrderApi.Webhooks;

/// <summary>Registers the webhooks.</summary>
internal static class WebhookModule
{
    private const int MaxAnswerHeadersKilobytes = 16;

    /// <summary>A longer body is not read to its end; its connection is closed instead of being used again.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

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
        services.AddHttpClient(WebhookSender.ConfiguredClientName).ConfigurePrimaryHttpMessageHandler(_ => NewHandler());
        services.AddHttpClient(WebhookSender.ClientName).ConfigurePrimaryHttpMessageHandler(provider =>
        {
            var handler = NewHandler();
            // A proxy would lead past the check of the target's address.
            handler.UseProxy = false;
            // A stranger has no use for the ids of our traces, and we none for theirs in ours.
            handler.ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator();
            handler.ConnectCallback = provider.GetRequiredService<WebhookTarget>().ConnectAsync;
            return handler;
        });
    }

    /// <summary>Follows no redirect, which would lead past the check of the target's address, and takes no more of an answer than one has.</summary>
    private static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxResponseHeadersLength = MaxAnswerHeadersKilobytes,
        MaxResponseDrainSize = MaxAnswerBytes,
    };
}
