using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Scalar.AspNetCore;

namespace Shop.ServiceDefaults.OpenApi;

/// <summary>The service's OpenAPI document and a page to try it.</summary>
internal static class ApiDocumentation
{
    public static void AddApiDocumentation(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddOperationTransformer<OperationContract>();
        options.AddSchemaTransformer<SchemaContract>();
        options.AddDocumentTransformer((document, context, _) =>
        {
            var card = ServiceCard.Of(context.ApplicationServices.GetRequiredService<IHostEnvironment>());
            (document.Info.Title, document.Info.Description) = (card.Name, card.Description);
            return Task.CompletedTask;
        });
    });

    public static void MapApiDocumentation(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi();
        // Neither fonts nor telemetry from elsewhere: the page must work, and stay quiet, on a machine without internet.
        app.MapScalarApiReference(options => options.DisableDefaultFonts().DisableTelemetry());
    }
}
