using System.Threading.Channels;
using Aspire.DashboardService.Proto.V1;
using Aspire.Hosting.ApplicationModel;
using Grpc.Core;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// <c>aspire.v1.DashboardService</c>: what a dashboard may know of the resources and ask of them. Calls for interactions and
/// terminals, which this AppHost does not offer, are answered with UNIMPLEMENTED, as dashboards expect of an older AppHost.
/// </summary>
internal sealed class ResourceService(
    DistributedApplicationModel model,
    DistributedApplicationOptions options,
    Orchestration.AppHostProject project,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceCommandService commands)
    : Aspire.DashboardService.Proto.V1.DashboardService.DashboardServiceBase
{
    private const string AppHostSuffix = ".AppHost";

    /// <summary>Changes that come together are sent together: a start makes dozens within milliseconds.</summary>
    private static readonly TimeSpan BatchWindow = TimeSpan.FromMilliseconds(50);

    public override Task<ApplicationInformationResponse> GetApplicationInformation(
        ApplicationInformationRequest request, ServerCallContext context)
    {
        var name = options.DashboardApplicationName ?? project.Name;
        return Task.FromResult(new ApplicationInformationResponse
        {
            ApplicationName = name.EndsWith(AppHostSuffix, StringComparison.OrdinalIgnoreCase) ? name[..^AppHostSuffix.Length] : name,
        });
    }

    public override async Task WatchResources(
        WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        var initial = new InitialResourceData();
        initial.Resources.AddRange(Known().Select(change => change.ToProto()));
        await responseStream.WriteAsync(new() { InitialData = initial }, cancellation);

        var changes = Channel.CreateUnbounded<ResourceEvent>();
        var pump = PumpAsync(changes.Writer, cancellation);
        try
        {
            while (await changes.Reader.WaitToReadAsync(cancellation))
            {
                await Task.Delay(BatchWindow, cancellation);
                var latest = new Dictionary<string, ResourceEvent>(StringComparer.Ordinal);
                while (changes.Reader.TryRead(out var change)) latest[change.ResourceId] = change;

                var update = new WatchResourcesUpdate { Changes = new() };
                update.Changes.Value.AddRange(latest.Values.Select(change => new WatchResourcesChange { Upsert = change.ToProto() }));
                await responseStream.WriteAsync(update, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The dashboard went away, or the AppHost stops.
        }

        await pump;
    }

    public override async Task WatchResourceConsoleLogs(
        WatchResourceConsoleLogsRequest request, IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream, ServerCallContext context)
    {
        if (!notifications.TryGetCurrentState(request.ResourceName, out _))
            throw new RpcException(new Status(StatusCode.NotFound, $"There is no resource '{request.ResourceName}'."));

        var lines = request.SuppressFollow ? logs.GetAllAsync(request.ResourceName) : logs.WatchAsync(request.ResourceName);
        try
        {
            await foreach (var batch in lines.WithCancellation(context.CancellationToken))
            {
                var update = new WatchResourceConsoleLogsUpdate();
                update.LogLines.AddRange(batch.Select(
                    line => new ConsoleLogLine { LineNumber = line.LineNumber, Text = line.Content, IsStdErr = line.IsErrorMessage }));
                await responseStream.WriteAsync(update, context.CancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The dashboard went away, or the AppHost stops.
        }
    }

    public override async Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context)
    {
        // A command runs to its end even when the page that asked for it is closed: half a restart is worse than a whole one.
        var result = await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, CancellationToken.None);
        var response = new ResourceCommandResponse
        {
            Kind = result.Success ? ResourceCommandResponseKind.Succeeded
                : result.Canceled ? ResourceCommandResponseKind.Cancelled
                : ResourceCommandResponseKind.Failed,
        };
        if (result.ErrorMessage is { } error) response.Message = error;
        return response;
    }

    private IEnumerable<ResourceEvent> Known()
    {
        foreach (var id in model.Resources.SelectMany(InstancesAnnotation.IdsOf))
        {
            if (notifications.TryGetCurrentState(id, out var state)) yield return state;
        }
    }

    private async Task PumpAsync(ChannelWriter<ResourceEvent> changes, CancellationToken cancellation)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(cancellation)) changes.TryWrite(change);
        }
        catch (OperationCanceledException)
        {
            // Ends with its call.
        }
        finally
        {
            changes.TryComplete();
        }
    }
}
