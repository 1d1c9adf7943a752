using System.Diagnostics;
using System.Net;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// The public endpoints of resources whose processes listen elsewhere: one stable port in front of all replicas. Requests go to
/// the replicas in turn; one that does not run is left out, and one that refuses is followed by the next.
/// </summary>
internal sealed class ReplicaProxy(ResourceNotificationService notifications) : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromMinutes(10) };

    private readonly List<ProxiedEndpoint> _endpoints = [];
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = ConnectTimeout,
        // The trace goes through as it came: the proxy is no part of it.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    });

    private WebApplication? _server;

    public void Add(IResource resource, EndpointAnnotation endpoint) => _endpoints.Add(new(resource, endpoint));

    /// <summary>Listens, where there is anything to listen for.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_endpoints.Count == 0)
            return;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.AddServerHeader = false;
            foreach (var endpoint in _endpoints)
                options.ListenLocalhost(endpoint.Port);
        });
        builder.Services.AddHttpForwarder();
        _server = builder.Build();
        var forwarder = _server.Services.GetRequiredService<IHttpForwarder>();
        _server.Run(context => ForwardAsync(context, forwarder));
        await _server.StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context, IHttpForwarder forwarder)
    {
        var endpoint = _endpoints.First(e => e.Port == context.Connection.LocalPort);
        foreach (var address in endpoint.Choose(notifications))
        {
            var error = await forwarder.SendAsync(context, address, _client, Config, KeepHostTransformer.Instance);
            if (error == ForwarderError.None || !MayTryNext(context))
                return;
            context.Response.Clear();
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync($"No replica of '{endpoint.Resource.Name}' takes requests now.", context.RequestAborted);
    }

    // Sent again only when no replica can have acted on it: nobody took the connection, or the method changes nothing.
    private static bool MayTryNext(HttpContext context)
    {
        var hasBody = context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0;
        if (hasBody || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return false;
        var failure = context.GetForwarderErrorFeature()?.Exception;
        return failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
            || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
    }

    /// <summary>The service sees the host that the caller used, so that the links it writes lead back through the proxy.</summary>
    private sealed class KeepHostTransformer : HttpTransformer
    {
        public static readonly KeepHostTransformer Instance = new();

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Host = httpContext.Request.Host.Value;
        }
    }

    private sealed class ProxiedEndpoint(IResource resource, EndpointAnnotation endpoint)
    {
        private int _next;

        public IResource Resource => resource;

        public int Port => endpoint.AllocatedEndpoint!.Port;

        /// <summary>The replicas that run, beginning with the one whose turn it is; those that are not healthy last.</summary>
        public IReadOnlyList<string> Choose(ResourceNotificationService notifications)
        {
            var instances = resource.Annotations.OfType<InstancesAnnotation>().Last().Instances;
            var turn = (int)((uint)Interlocked.Increment(ref _next) % (uint)instances.Count);
            return [.. instances.Select((_, i) => instances[(turn + i) % instances.Count])
                .Select(i => (Instance: i, Snapshot: notifications.TryGetCurrentState(i.Id, out var e) ? e.Snapshot : null))
                .Where(i => i.Snapshot?.State?.Text == KnownResourceStates.Running)
                .OrderBy(i => i.Snapshot!.IsReady && i.Snapshot.HealthStatus == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy ? 0 : 1)
                .Select(i => $"{endpoint.UriScheme}://{endpoint.TargetHost}:{endpoint.InstancePorts[i.Instance.Index]}")];
        }
    }
}
