using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.PaymentApi.Authorizations;
using Shop.PaymentApi.Data;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;
using Shop.PaymentApi.Queries;
using Shop.PaymentApi.Reconciliation;
using Shop.PaymentApi.Refunds;
using Shop.PaymentApi.Settlements;
using Shop.ServiceDefaults.Work;

namespace Shop.PaymentApi;

/// <summary>Authorizations, captures and refunds, in a process of their own or beside other modules.</summary>
public static class PaymentModule
{
    /// <summary>Adds the module's services. Its options are read from the configuration section <c>Payment</c>.</summary>
    /// <typeparam name="TBuilder">The kind of host builder.</typeparam>
    /// <param name="builder">The host under construction.</param>
    /// <param name="connectionName">The key under <c>ConnectionStrings</c> of the database that holds the module's schema.</param>
    public static TBuilder AddPaymentModule<TBuilder>(this TBuilder builder, string connectionName = "paymentdb")
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddDatabaseStartup<PaymentStartup>("payment-database");

        var services = builder.Services;
        services.AddOptions<PaymentOptions>().BindConfiguration(PaymentOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PaymentOptions>, PaymentOptions.Validator>();
        services.AddSingleton(provider => new PaymentDatabase(PreparedDataSource.Create(provider, connectionName)));
        services.AddSingleton<IPaymentGateway, DeterministicGateway>();
        services.AddSingleton<GatewayRecords>();
        services.AddSingleton<GatewayClient>();
        services.AddSingleton<AuthorizationHandler>();
        services.AddSingleton<SettlementHandler>();
        services.AddSingleton<RefundHandler>();
        services.AddDueWork<Reconciler>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, PaymentJson.Default));
        return builder;
    }

    /// <summary>Maps <c>/payments</c>.</summary>
    /// <param name="app">The routes to add to.</param>
    public static IEndpointRouteBuilder MapPaymentModule(this IEndpointRouteBuilder app)
    {
        var payments = app.MapGroup("/payments").WithTags("Payments").AddEndpointFilter(GatewayClient.AnswerUnavailable);
        payments.MapPaymentQueries();
        payments.MapAuthorizations();
        payments.MapSettlements();
        payments.MapRefunds();
        return app;
    }
}
