using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    private static readonly HttpClient CommandClient = new(new SocketsHttpHandler
    {
        UseProxy = false,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    });

    /// <summary>Adds a command that sends a request to the resource: POST, any 2xx is success.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The path.</param>
    /// <param name="displayName">Text of the button.</param>
    /// <param name="endpointName">The endpoint; the first of http and https by default.</param>
    /// <param name="commandName">Name of the command; made of endpoint and path by default.</param>
    /// <param name="commandOptions">Details.</param>
    public static IResourceBuilder<TResource> WithHttpCommand<TResource>(
        this IResourceBuilder<TResource> builder, string path, string displayName, string? endpointName = null,
        string? commandName = null, HttpCommandOptions? commandOptions = null)
        where TResource : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithHttpCommand(
            path, displayName,
            () => new(builder.Resource, endpointName
                ?? builder.Resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(e => e.IsHttp)?.Name ?? "http"),
            commandName, commandOptions);
    }

    /// <summary>Adds a command that sends a request to the resource: POST, any 2xx is success.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The path.</param>
    /// <param name="displayName">Text of the button.</param>
    /// <param name="endpointSelector">Gives the endpoint.</param>
    /// <param name="commandName">Name of the command; made of endpoint and path by default.</param>
    /// <param name="commandOptions">Details.</param>
    public static IResourceBuilder<TResource> WithHttpCommand<TResource>(
        this IResourceBuilder<TResource> builder, string path, string displayName, Func<EndpointReference>? endpointSelector,
        string? commandName = null, HttpCommandOptions? commandOptions = null)
        where TResource : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var options = commandOptions ?? new();
        var endpoint = (endpointSelector ?? options.EndpointSelector ?? (() => new(builder.Resource, "http")))();
        var method = options.Method ?? HttpMethod.Post;
        options.UpdateState ??= context => context.ResourceSnapshot.HealthStatus == HealthStatus.Healthy
            ? ResourceCommandState.Enabled
            : ResourceCommandState.Disabled;
        var name = commandName ?? $"{builder.Resource.Name}-{endpoint.EndpointName}-http-{method.Method.ToLowerInvariant()}-{path}";
        return builder.WithCommand(name, displayName, context => SendAsync(context, endpoint, path, method, options), options);
    }

    private static async Task<ExecuteCommandResult> SendAsync(
        ExecuteCommandContext context, EndpointReference endpoint, string path, HttpMethod method, HttpCommandOptions options)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(endpoint.Url), path));
        if (options.PrepareRequest is not null)
        {
            await options.PrepareRequest(new()
            {
                ServiceProvider = context.ServiceProvider,
                ResourceName = context.ResourceName,
                Endpoint = endpoint,
                CancellationToken = context.CancellationToken,
                HttpClient = CommandClient,
                Request = request,
            });
        }

        try
        {
            using var response = await CommandClient.SendAsync(request, context.CancellationToken);
            if (options.GetCommandResult is not null)
            {
                return await options.GetCommandResult(new()
                {
                    ServiceProvider = context.ServiceProvider,
                    ResourceName = context.ResourceName,
                    Endpoint = endpoint,
                    CancellationToken = context.CancellationToken,
                    HttpClient = CommandClient,
                    Response = response,
                });
            }

            return response.IsSuccessStatusCode
                ? CommandResults.Success()
                : CommandResults.Failure(string.Create(CultureInfo.InvariantCulture, $"{method} {path} answered {(int)response.StatusCode}."));
        }
        catch (HttpRequestException e)
        {
            return CommandResults.Failure(e);
        }
    }
}
