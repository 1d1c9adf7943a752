using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;

namespace Shop.Tests.Hosting;

/// <summary>
/// Has the dashboard keep what a whole suite sends: by itself it forgets the oldest of 10 000 traces and of as many log records, and
/// what was said at the start could not be asserted at the end.
/// </summary>
internal sealed class RoomyDashboard : IDistributedApplicationEventingSubscriber
{
    private const string Dashboard = "aspire-dashboard";
    private const string Kept = "200000";

    /// <inheritdoc/>
    public Task SubscribeAsync(IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        // The dashboard joins the model in the same event, by a subscription that is older than this one.
        eventing.Subscribe<BeforeStartEvent>((starting, _) =>
        {
            starting.Model.Resources.Single(resource => resource.Name == Dashboard).Annotations.Add(new EnvironmentCallbackAnnotation(context =>
            {
                context.EnvironmentVariables["DASHBOARD__TELEMETRYLIMITS__MAXLOGCOUNT"] = Kept;
                context.EnvironmentVariables["DASHBOARD__TELEMETRYLIMITS__MAXTRACECOUNT"] = Kept;
            }));
            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }
}
