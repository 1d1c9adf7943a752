extern alias dashboard;

using Aspire.Dashboard.Components.Text;
using Aspire.Dashboard.ResourceService;
using dashboard::Aspire.DashboardService.Proto.V1;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Tests.Dashboard.Ui;

public sealed class ResourceViewTests
{
    [Fact]
    public void A_running_resource_is_as_healthy_as_its_worst_check()
    {
        var resource = Running("api");
        resource.HealthReports.Add(new HealthReport { Key = "a", Status = HealthStatus.Healthy });
        Assert.Equal(ResourceHealth.Healthy, new ResourceView(resource).Health);

        resource.HealthReports.Add(new HealthReport { Key = "b", Status = HealthStatus.Degraded });
        Assert.Equal(ResourceHealth.Degraded, new ResourceView(resource).Health);

        resource.HealthReports.Add(new HealthReport { Key = "c" });
        Assert.Equal(ResourceHealth.Unhealthy, new ResourceView(resource).Health);
    }

    [Fact]
    public void Nothing_is_said_about_the_health_of_a_resource_that_does_not_run() =>
        Assert.Null(new ResourceView(new Resource { Name = "api", State = "Exited" }).Health);

    [Fact]
    public void An_exit_code_stands_beside_the_state_and_marks_a_failure()
    {
        var resource = new Resource { Name = "api", State = "Exited" };
        resource.Properties.Add(new ResourceProperty { Name = "resource.exitCode", Value = Value.ForNumber(137) });
        var view = new ResourceView(resource);

        Assert.Equal("Exited (exit code 137)", StateText.Of(view));
        Assert.Equal("error", StateText.Tone(view));
    }

    [Fact]
    public void Children_stand_below_their_parent_and_replicas_below_a_line_for_all()
    {
        var database = Running("productdb");
        database.Properties.Add(new ResourceProperty { Name = "resource.parentName", Value = Value.ForString("postgres") });
        ResourceView[] resources = [.. new[] { Replica("api-b", "api"), database, Running("postgres"), Replica("api-a", "api") }.Select(r => new ResourceView(r))];

        var lines = ResourceTree.Lines(resources, _ => false);

        Assert.Equal([("api", 0), ("api-a", 1), ("api-b", 1), ("postgres", 0), ("productdb", 1)], lines.Select(l => (l.Key, l.Depth)));
        Assert.Equal(["api", "postgres"], ResourceTree.Lines(resources, _ => true).Select(l => l.Key));
    }

    [Fact]
    public void Parents_that_name_each_other_are_still_shown()
    {
        var (a, b) = (Running("a"), Running("b"));
        a.Properties.Add(new ResourceProperty { Name = "resource.parentName", Value = Value.ForString("b") });
        b.Properties.Add(new ResourceProperty { Name = "resource.parentName", Value = Value.ForString("a") });

        Assert.Equal(2, ResourceTree.Lines([new ResourceView(a), new ResourceView(b)], _ => false).Count);
    }

    [Fact]
    public void In_the_graph_everything_stands_left_of_what_it_needs_and_circles_do_not_hang()
    {
        var (web, api, db) = (Running("web"), Running("api"), Running("db"));
        web.Relationships.Add(new ResourceRelationship { ResourceName = "api", Type = "Reference" });
        web.Relationships.Add(new ResourceRelationship { ResourceName = "db", Type = "Reference" });
        api.Relationships.Add(new ResourceRelationship { ResourceName = "db", Type = "Reference" });
        var graph = new ResourceGraphLayout([new ResourceView(db), new ResourceView(api), new ResourceView(web)]);

        Assert.All(graph.Edges, e => Assert.True(e.From.X < e.To.X));
        Assert.Single(Assert.Single(graph.Edges, e => e.From.Name == "web" && e.To.Name == "db").Via);

        db.Relationships.Add(new ResourceRelationship { ResourceName = "web", Type = "Reference" });
        Assert.Equal(3, new ResourceGraphLayout([new ResourceView(db), new ResourceView(api), new ResourceView(web)]).Nodes.Count);
    }

    [Theory]
    [InlineData("2026-05-04T10:20:30.1234567Z hello", "hello", "2026-05-04T10:20:30.1234567Z")]
    [InlineData("2026-05-04T12:20:30+02:00 hello", "hello", "2026-05-04T10:20:30Z")]
    [InlineData("2026-05-04T10:20:30.123Z", "", "2026-05-04T10:20:30.123Z")]
    [InlineData("Thank you for waiting, all is well", "Thank you for waiting, all is well", "2026-01-01T00:00:00Z")]
    [InlineData("", "", "2026-01-01T00:00:00Z")]
    public void A_console_line_gives_its_time_or_gets_that_of_its_arrival(string text, string shown, string time)
    {
        var arrived = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var line = ConsoleLine.From("api", new ConsoleLogLine { Text = text, LineNumber = 1 }, arrived);

        Assert.Equal(shown, line.Text);
        Assert.Equal(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), line.Time);
    }

    private static Resource Running(string name) => new() { Name = name, DisplayName = name, ResourceType = "Project", State = "Running" };

    private static Resource Replica(string name, string displayName)
    {
        var resource = Running(name);
        resource.DisplayName = displayName;
        return resource;
    }
}
