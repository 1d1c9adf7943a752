using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Embedded.Tests.Processes;

namespace Embedded.Tests.Engine;

public sealed class StopOrderTests
{
    [Fact]
    public void Who_uses_a_resource_stops_before_it_and_the_dashboard_outlives_those_who_send_to_it()
    {
        var builder = TestApplication.NewBuilder();
        var dashboard = builder.AddExecutable("aspire-dashboard", "true", "/");
        var database = builder.AddPostgres("postgres").AddDatabase("things");
        var service = builder.AddProject("service", TestApplication.ServiceProject).WithReference(database);
        var caller = builder.AddProject("caller", TestApplication.ServiceProject).WithReference(service);
        // A circle of references must not keep anyone from stopping.
        service.WithReference(caller);

        var order = new StopOrder(new DistributedApplicationModel(builder.Resources));

        var names = order.DependentsFirst.Select(r => r.Name).ToList();
        Assert.True(names.IndexOf("service") < names.IndexOf("things"));
        Assert.True(names.IndexOf("things") < names.IndexOf("postgres"));
        Assert.Contains(service.Resource, order.DependentsOf(dashboard.Resource));
        Assert.Contains(caller.Resource, order.DependentsOf(dashboard.Resource));
    }
}
