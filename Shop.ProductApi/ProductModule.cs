using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.ProductApi.Catalogue;
using Shop.ProductApi.Data;
using Shop.ProductApi.Products;
using Shop.ProductApi.Reservations;
using Shop.ProductApi.Retention;
using Shop.ProductApi.Sales;
using Shop.ProductApi.Stock;
using Shop.ServiceDefaults.Work;

namespace Shop.ProductApi;

/// <summary>The catalogue, its stock and the reservations on it, in a process of its own or beside other modules.</summary>
public static class ProductModule
{
    /// <summary>Adds the module's services. Its options are read from the configuration section <c>Product</c>.</summary>
    /// <typeparam name="TBuilder">The kind of host builder.</typeparam>
    /// <param name="builder">The host under construction.</param>
    /// <param name="connectionName">The key under <c>ConnectionStrings</c> of the database that holds the module's schema.</param>
    public static TBuilder AddProductModule<TBuilder>(this TBuilder builder, string connectionName = "productdb")
        where TBuilder : IHostApplicationBuilder
    {
        // On the same pool as the statements, whose sessions are watched.
        builder.Services.AddDbContextPool<ProductContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<ProductDatabase>().Source)
            .UseSnakeCaseNamingConvention());
        // Its health check would load EF Core and build the model for each start; the startup's own asks the database as well. Nor does it
        // repeat what failed: a write that was committed would be done twice, and the client, who is told, may come again.
        builder.EnrichNpgsqlDbContext<ProductContext>(settings => (settings.DisableHealthChecks, settings.DisableRetry) = (true, true));
        builder.AddDatabaseStartup<ProductStartup>("product-database");

        var services = builder.Services;
        services.AddOptions<ProductOptions>().BindConfiguration(ProductOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProductOptions>, ProductOptions.Validator>();
        services.AddSingleton(provider => new ProductDatabase(PreparedDataSource.Create(provider, connectionName)));
        services.AddSingleton<CatalogueVersion>();
        services.AddSingleton<CatalogueCache>();
        services.AddSingleton<CatalogueReader>();
        services.AddSingleton<LockPatience>();
        services.AddSingleton<ReservationHandler>();
        services.AddOptions<ProductRetentionOptions>().BindConfiguration(ProductRetentionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProductRetentionOptions>, ProductRetentionOptions.Validator>();
        services.AddDueWork<ProductRetention>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ProductJson.Default));
        return builder;
    }

    /// <summary>Maps <c>/products</c>, <c>/reservations</c> and <c>/order-events</c>.</summary>
    /// <param name="app">The routes to add to.</param>
    public static IEndpointRouteBuilder MapProductModule(this IEndpointRouteBuilder app)
    {
        app.MapCatalogue();
        app.MapStock();
        app.MapReservations();
        app.MapSales();
        return app;
    }
}
