using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Monolith.Checkout;
using Shop.Monolith.InProcess;
using Shop.Monolith.InProcess.Http;
using Shop.OrderApi;
using Shop.OrderApi.Checkout;
using Shop.OrderApi.Clients;
using Shop.OrderApi.Outbox;
using Shop.PaymentApi;
using Shop.ProductApi;
using Shop.Web;
using Shop.Web.Clients;

namespace Shop.Monolith;

/// <summary>Puts the chosen modules into one process, and joins them without a wire where both ends are there.</summary>
internal static class MonolithModules
{
    private const string Database = "shopdb";

    /// <summary>Adds the modules' services.</summary>
    /// <param name="builder">The host under construction.</param>
    /// <param name="modules">Which modules.</param>
    public static void AddModules(this WebApplicationBuilder builder, ModuleChoice modules)
    {
        var oneTransaction = CheckoutChoice.IsOneTransaction(builder.Configuration);
        if (modules.Products)
            builder.AddProductModule(Database);
        if (modules.Payments)
            builder.AddPaymentModule(Database);
        if (modules.Web)
            builder.AddWeb(modules);
        if (!modules.Orders)
            return;

        builder.AddOrderModule(Database);
        var services = builder.Services;
        services.Replace(ServiceDescriptor.Singleton<IProductCatalog, InProcessCatalog>());
        services.AddSingleton<IEventPublisher, InProcessSales>();
        // Without the payment module payments are still called over HTTP: by service discovery they may be anywhere, or nowhere.
        if (!modules.Payments)
            return;
        services.Replace(ServiceDescriptor.Singleton<IPayments, InProcessPayments>());
        if (oneTransaction)
        {
            services.AddSingleton<SteppedCheckout>();
            services.Replace(ServiceDescriptor.Singleton<ICheckout, OneTransactionCheckout>());
        }
    }

    /// <summary>Maps the modules' endpoints.</summary>
    /// <param name="app">The built application.</param>
    /// <param name="modules">Which modules.</param>
    public static void MapModules(this WebApplication app, ModuleChoice modules)
    {
        if (modules.Products)
            app.MapProductModule();
        if (modules.Payments)
            app.MapPaymentModule();
        if (modules.Orders)
            app.MapOrderModule();
        if (modules.Web)
            app.MapWebModule().MapWebAssets();
    }

    /// <summary>The pages call what is here without a wire, and what is not by service discovery.</summary>
    private static void AddWeb(this WebApplicationBuilder builder, ModuleChoice modules)
    {
        builder.AddWebModule(Database);
        var services = builder.Services;
        services.AddSingleton<InProcessPipeline>();
        services.AddTransient<InProcessHandler>();
        if (modules.Products)
            services.AddHttpClient<ProductClient>().ConfigurePrimaryHttpMessageHandler<InProcessHandler>();
        if (modules.Orders)
            services.AddHttpClient<OrderClient>().ConfigurePrimaryHttpMessageHandler<InProcessHandler>();
        if (modules.Payments)
            services.AddHttpClient<PaymentClient>().ConfigurePrimaryHttpMessageHandler<InProcessHandler>();
    }
}
