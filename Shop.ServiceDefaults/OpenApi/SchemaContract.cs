using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.ServiceDefaults.OpenApi;

/// <summary>Has schemas say what may be left out: requests are read into types in which everything may be missing, so that all errors are told at once.</summary>
internal sealed class SchemaContract : IOpenApiSchemaTransformer
{
    /// <summary>The smallest unit of the shop's currency.</summary>
    private const decimal Cent = 0.01m;

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum) schema.Type = JsonSchemaType.String;
        if (type == typeof(decimal)) (schema.Format, schema.MultipleOf) = ("decimal", Cent);
        if (context.JsonPropertyInfo is { AttributeProvider: { } attributes } && attributes.IsDefined(typeof(RequiredAttribute), inherit: false))
            schema.Type &= ~JsonSchemaType.Null;

        foreach (var property in context.JsonTypeInfo.Properties)
        {
            var isRequired = property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: false) ?? false;
            if (isRequired) (schema.Required ??= new HashSet<string>()).Add(property.Name);
            else if (property.IsGetNullable) schema.Required?.Remove(property.Name);
        }

        return Task.CompletedTask;
    }
}
