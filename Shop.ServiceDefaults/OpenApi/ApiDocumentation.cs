using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Scalar.AspNetCore;
using Shop.ServiceDefaults.Access;

namespace Shop.ServiceDefaults.OpenApi;

/// <summary>The service's OpenAPI document and a page to try it.</summary>
internal static class ApiDocumentation
{
    public static void AddApiDocumentation(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddOperationTransformer<AccessContract>();
        options.AddOperationTransformer<OperationContract>();
        options.AddDocumentTransformer<AccessContract>();
        options.AddSchemaTransformer<SchemaContract>();
        options.AddDocumentTransformer((document, context, _) =>
        {
            var card = ServiceCard.Of(context.ApplicationServices.GetRequiredService<IHostEnvironment>());
            (document.Info.Title, document.Info.Description) = (card.Name, card.Description);
            return Task.CompletedTask;
        });
    });

    /// <summary>Open under development; elsewhere it is for staff, since it tells a stranger where to try.</summary>
    public static void MapApiDocumentation(this WebApplication app)
    {
        var group = app.MapGroup("");
        group.MapOpenApi();
        // Neither fonts nor telemetry from elsewhere: the page must work, and stay quiet, on a machine without internet.
        group.MapScalarApiReference(options => options.DisableDefaultFonts().DisableTelemetry());
        if (app.Environment.IsDevelopment()) group.ForAnyone();
        else group.ForStaff();
    }
}
