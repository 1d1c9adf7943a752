using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.OrderApi.Checkout;
using Shop.OrderApi.Clients;
using Shop.OrderApi.Data;
using Shop.OrderApi.Faults;
using Shop.OrderApi.Fulfilment;
using Shop.OrderApi.Kafka;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Outbox;
using Shop.OrderApi.Queries;
using Shop.OrderApi.Retention;
using Shop.OrderApi.Webhooks;
using Shop.ServiceDefaults.Work;

namespace Shop.OrderApi;

/// <summary>Orders: checkout, fulfilment, and telling others about both, in a process of its own or beside other modules.</summary>
public static class OrderModule
{
    /// <summary>
    /// Adds the module's services. Its options are read from the configuration sections <c>Order</c>, <c>Webhooks</c> and <c>Kafka</c>;
    /// events go to Kafka where there is a <c>ConnectionStrings:kafka</c>. A host that brings products and payments itself replaces
    /// <c>IProductCatalog</c>, <c>IPayments</c> or <c>ICheckout</c> after this call.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of host builder.</typeparam>
    /// <param name="builder">The host under construction.</param>
    /// <param name="connectionName">The key under <c>ConnectionStrings</c> of the database that holds the module's schema.</param>
    public static TBuilder AddOrderModule<TBuilder>(this TBuilder builder, string connectionName = "orderdb")
        where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.AddOptions<OrderOptions>().BindConfiguration(OrderOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        // A factory, since most of the module's readers outlive a request, on the same pool of connections as the statements.
        services.AddSingleton(provider => new OrderDatabase(provider, connectionName));
        services.AddPooledDbContextFactory<OrderContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<OrderDatabase>().DataSource)
            .UseSnakeCaseNamingConvention());
        // Its health check would load EF Core and build the model for each start; the startup's own asks the database as well. What
        // failed is not repeated for up to a minute, out of anybody's sight: the client is told, and comes again.
        builder.EnrichNpgsqlDbContext<OrderContext>(settings => (settings.DisableHealthChecks, settings.DisableRetry) = (true, true));
        builder.AddDatabaseStartup<OrderStartup>("order-database");

        services.AddOrderLimits();
        services.AddServiceClients();
        services.AddSingleton<OrderTelemetry>();
        // A line for each order belongs into its trace; on a busy shop's console nobody could read it, and it would cost the most.
        builder.Logging.AddFilter<ConsoleLoggerProvider>(typeof(OrderTelemetry).FullName, LogLevel.Warning);
        services.AddSingleton<CrashPoint>();
        services.AddCheckout();
        services.AddOutbox();
        services.AddSingleton<FulfilmentHandler>();
        services.AddWebhooks();
        services.AddKafka(builder.Configuration);
        services.AddRetention();
        services.AddSingleton<IDueWork, OrderDueWork>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, OrderModuleJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, OrderJson.Default);
        });
        return builder;
    }

    /// <summary>Maps <c>/orders</c> and <c>/webhooks</c>.</summary>
    /// <param name="app">The routes to add to.</param>
    public static IEndpointRouteBuilder MapOrderModule(this IEndpointRouteBuilder app)
    {
        var orders = app.ServiceProvider.GetRequiredService<CrashPoint>().Arm(app);
        orders.MapPlaceOrder();
        orders.MapFulfilment();
        app.MapOrderQueries();
        app.MapEventStream();
        app.MapWebhooks();
        return app;
    }

    private static void AddCheckout(this IServiceCollection services)
    {
        services.AddSingleton<OrderStore>();
        services.AddSingleton<OutageLog>();
        services.AddSingleton<OrderDriver>();
        services.AddSingleton<OrderAwaiter>();
        services.AddSingleton<ICheckout, SteppedCheckout>();
        services.AddSingleton<OrderWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<OrderWorker>());
        services.AddDueWork<IdempotencyKeyPurge>();
    }

    private static void AddRetention(this IServiceCollection services)
    {
        services.AddOptions<OrderRetentionOptions>().BindConfiguration(OrderRetentionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OrderRetentionOptions>, OrderRetentionOptions.Validator>();
        services.AddDueWork<OrderRetention>();
    }

    private static void AddOutbox(this IServiceCollection services)
    {
        services.AddSingleton<OrderChangeNotifier>();
        services.AddSingleton<IEventPublisher>(provider => provider.GetRequiredService<OrderChangeNotifier>());
        services.AddSingleton(OutboxStage.Only);
        services.AddSingleton<OutboxRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxRelay>());
        services.AddSingleton<OutboxNotifier>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxNotifier>());
    }
}
