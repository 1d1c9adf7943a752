using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.ServiceDefaults.OpenApi;

/// <summary>Says of each operation what a caller has to show.</summary>
internal sealed class AccessContract : IOpenApiDocumentTransformer, IOpenApiOperationTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var used = (document.Paths ?? []).Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
            .SelectMany(operation => operation.Security ?? []).SelectMany(requirement => requirement.Keys)
            .Select(scheme => scheme.Reference.Id!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var scheme in used) document.AddComponent(scheme, SchemeNamed(scheme));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schemes = context.Description.ActionDescriptor.EndpointMetadata.OfType<AuthorizationPolicy>().SelectMany(policy => policy.AuthenticationSchemes);
        foreach (var scheme in schemes.Distinct(StringComparer.Ordinal))
            (operation.Security ??= []).Add(new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] });
        return Task.CompletedTask;
    }

    private static OpenApiSecurityScheme SchemeNamed(string scheme) => scheme == JwtBearerDefaults.AuthenticationScheme
        ? new() { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "A person: an access token." }
        : new() { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "A service of the shop: its name and the secret of the two." };
}
