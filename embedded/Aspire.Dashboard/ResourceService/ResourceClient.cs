using System.Runtime.CompilerServices;
using Aspire.DashboardService.Proto.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Aspire.Dashboard.ResourceService;

/// <summary>The calls of <c>aspire.v1.DashboardService</c> that the dashboard makes, each with the API key.</summary>
internal sealed class ResourceClient : IDisposable
{
    private static readonly TimeSpan CommandDeadline = TimeSpan.FromMinutes(10);

    private readonly GrpcChannel? _channel;
    private readonly DashboardService.Proto.V1.DashboardService.DashboardServiceClient? _client;
    private readonly Metadata _headers = [];

    /// <summary>Prepares the channel; the connection is made by the first call.</summary>
    public ResourceClient(ResourceServiceOptions options)
    {
        if (options.Address is null)
            return;

        if (options.ApiKey is not null)
            _headers.Add("x-resource-service-api-key", options.ApiKey);

        _channel = GrpcChannel.ForAddress(options.Address, new GrpcChannelOptions
        {
            // A resource with many variables is large, and a backlog of console lines may come in one message.
            MaxReceiveMessageSize = 64 * 1024 * 1024,
            HttpHandler = new SocketsHttpHandler
            {
                // Each open console stream holds an HTTP/2 stream; more than one connection may be needed.
                EnableMultipleHttp2Connections = true,
                KeepAlivePingDelay = TimeSpan.FromSeconds(20),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            },
        });
        _client = new DashboardService.Proto.V1.DashboardService.DashboardServiceClient(_channel);
    }

    /// <summary>False where the dashboard runs without an AppHost; every call then throws.</summary>
    public bool IsEnabled => _client is not null;

    private DashboardService.Proto.V1.DashboardService.DashboardServiceClient Client =>
        _client ?? throw new InvalidOperationException("No resource service is configured.");

    /// <summary>The application's name.</summary>
    /// <exception cref="RpcException">The service cannot be reached or refuses the key.</exception>
    public async Task<string> GetApplicationNameAsync(CancellationToken cancellationToken)
    {
        var answer = await Client.GetApplicationInformationAsync(
            new ApplicationInformationRequest(), _headers, cancellationToken: cancellationToken);
        return answer.ApplicationName;
    }

    /// <summary>The snapshot of all resources and then each change, until the connection ends.</summary>
    /// <exception cref="RpcException">The connection was lost or never made.</exception>
    public async IAsyncEnumerable<WatchResourcesUpdate> WatchResourcesAsync(
        bool isReconnect, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = Client.WatchResources(
            new WatchResourcesRequest { IsReconnect = isReconnect }, _headers, cancellationToken: cancellationToken);
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
            yield return update;
    }

    /// <summary>The console lines of one resource: what is there, then what comes, until the connection ends.</summary>
    /// <exception cref="RpcException">The connection was lost, or there is no such resource.</exception>
    public async IAsyncEnumerable<IReadOnlyList<ConsoleLogLine>> WatchConsoleAsync(
        string resourceName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = Client.WatchResourceConsoleLogs(
            new WatchResourceConsoleLogsRequest { ResourceName = resourceName }, _headers, cancellationToken: cancellationToken);
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
            yield return update.LogLines;
    }

    /// <summary>Runs a command of a resource; what goes wrong on the way comes back as a failed answer. The arguments answer the command's questions, by name.</summary>
    public async Task<ResourceCommandResponse> ExecuteAsync(
        ResourceView resource, ResourceCommand command, IReadOnlyDictionary<string, Value> arguments, CancellationToken cancellationToken)
    {
        var request = new ResourceCommandRequest
        {
            CommandName = command.Name,
            ResourceName = resource.Name,
            ResourceType = resource.Type,
            Arguments = { arguments.ToDictionary(a => a.Key, a => a.Value) },
        };
        try
        {
            return await Client.ExecuteResourceCommandAsync(
                request, _headers, DateTime.UtcNow + CommandDeadline, cancellationToken);
        }
        catch (RpcException e)
        {
            return new ResourceCommandResponse
            {
                Kind = e.StatusCode == StatusCode.Cancelled
                    ? ResourceCommandResponseKind.Cancelled
                    : ResourceCommandResponseKind.Failed,
                Message = string.IsNullOrEmpty(e.Status.Detail) ? e.StatusCode.ToString() : e.Status.Detail,
            };
        }
    }

    /// <inheritdoc />
    public void Dispose() => _channel?.Dispose();
}
