using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Access;

/// <summary>What whoever carries or shows an answer is told of it: it is what it says it is, and what not everybody may have is kept by nobody.</summary>
internal static class CacheAndSniffing
{
    /// <summary>At the end of all else, since an error takes away what was said before it.</summary>
    /// <param name="app">The application.</param>
    public static void UseCacheAndSniffing(this IApplicationBuilder app) => app.Use(static (http, next) =>
    {
        http.Response.OnStarting(Say, http);
        return next(http);
    });

    private static Task Say(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (headers.CacheControl.Count == 0 && http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null) headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
