using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Shop.ServiceDefaults.OpenApi;

/// <summary>Adds to each operation what the pipeline does for all of them, and what <see cref="ApiContract"/> was told of it.</summary>
internal sealed class OperationContract : IOpenApiOperationTransformer
{
    private const string ProblemSchema = nameof(ProblemDetails);
    private const string RetryAfter = "Seconds after which it makes sense to try again.";

    /// <inheritdoc/>
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.OperationId ??= NameOf(context.Description.HttpMethod ?? "", context.Description.RelativePath ?? "");
        await AddProblemsAsync(operation, context, cancellationToken);

        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var header in metadata.OfType<ApiContract.RequestHeader>())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Required = header.Required,
                Description = header.Description,
                Schema = Text(),
            });
        }

        foreach (var header in metadata.OfType<ApiContract.ResponseHeader>())
        {
            foreach (var status in header.Statuses) AddHeader(operation, status, header.Name, header.Description);
        }

        foreach (var allowed in metadata.OfType<ApiContract.ParameterValues>())
        {
            var parameter = operation.Parameters?.OfType<OpenApiParameter>().FirstOrDefault(parameter => parameter.Name == allowed.Parameter);
            if (parameter?.Schema is OpenApiSchema schema) schema.Enum = [.. allowed.Values.Select(value => (JsonNode)value)];
        }
    }

    private static async Task AddProblemsAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        await AddProblemAsync(StatusCodes.Status400BadRequest);
        if (operation.RequestBody is not null)
        {
            await AddProblemAsync(StatusCodes.Status413PayloadTooLarge);
            await AddProblemAsync(StatusCodes.Status415UnsupportedMediaType);
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<AuthorizationPolicy>().Any())
        {
            await AddProblemAsync(StatusCodes.Status401Unauthorized);
            AddHeader(operation, StatusCodes.Status401Unauthorized, HeaderNames.WWWAuthenticate, "Names what is to be shown (RFC 9110, section 11.6.1).");
            await AddProblemAsync(StatusCodes.Status403Forbidden);
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<EnableRateLimitingAttribute>().Any())
        {
            await AddProblemAsync(StatusCodes.Status429TooManyRequests);
            AddHeader(operation, StatusCodes.Status429TooManyRequests, HeaderNames.RetryAfter, RetryAfter);
        }

        await AddProblemAsync(StatusCodes.Status503ServiceUnavailable);
        AddHeader(operation, StatusCodes.Status503ServiceUnavailable, HeaderNames.RetryAfter, RetryAfter);

        async Task AddProblemAsync(int status)
        {
            var key = Key(status);
            if ((operation.Responses ??= []).ContainsKey(key)) return;
            context.Document!.AddComponent(ProblemSchema, await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellationToken));
            operation.Responses[key] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [MediaTypeNames.Application.ProblemJson] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, context.Document) },
                },
            };
        }
    }

    private static void AddHeader(OpenApiOperation operation, int status, string name, string description)
    {
        if (operation.Responses?.GetValueOrDefault(Key(status)) is OpenApiResponse response)
            (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[name] = new OpenApiHeader { Description = description, Schema = Text() };
    }

    /// <summary>A name that follows from the address, so that it is stable: <c>POST orders/{id}/cancel</c> is <c>postOrdersByIdCancel</c>.</summary>
    private static string NameOf(string method, string path) => string.Concat(
        path.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(segment => segment.StartsWith('{') ? ["By", segment.Trim('{', '}')] : segment.Split('-'))
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..])
            .Prepend(method.ToLowerInvariant()));

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
