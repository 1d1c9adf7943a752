using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aspire.Dashboard.Hosting;

/// <summary>What a listening port is for. Nothing that belongs to one port can be reached through another.</summary>
internal enum EndpointRole
{
    /// <summary>Pages and the telemetry API.</summary>
    Frontend,
    OtlpGrpc,
    OtlpHttp,
}

/// <summary>Ties endpoints to ports: by the port that accepted the connection, not by the Host header, which callers choose.</summary>
internal static class EndpointRoles
{
    /// <summary>Marks the connections that this port accepts.</summary>
    internal static ListenOptions HasRole(this ListenOptions options, EndpointRole role)
    {
        options.Use(next => connection =>
        {
            connection.Features.Set(new ConnectionRole(role));
            return next(connection);
        });
        return options;
    }

    /// <summary>Restricts endpoints to the ports of a role; endpoints without a restriction belong to the frontend.</summary>
    internal static TBuilder RequireRole<TBuilder>(this TBuilder builder, EndpointRole role)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ConnectionRole(role));

    internal static EndpointRole Role(this HttpContext context) => context.Features.Get<ConnectionRole>()?.Role ?? EndpointRole.Frontend;

    /// <summary>Answers 404 where endpoint and port do not fit together.</summary>
    internal static IApplicationBuilder UseEndpointRoles(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var role = context.Role();
        var wanted = context.GetEndpoint()?.Metadata.GetMetadata<ConnectionRole>()?.Role ?? EndpointRole.Frontend;
        if (role == wanted)
            return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    private sealed record ConnectionRole(EndpointRole Role);
}
