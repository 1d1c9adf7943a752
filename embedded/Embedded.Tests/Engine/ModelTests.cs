using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Tests.Processes;

namespace Embedded.Tests.Engine;

public sealed class ModelTests
{
    [Fact]
    public async Task Resources_that_wait_for_each_other_are_named_before_anything_starts()
    {
        var builder = TestApplication.NewBuilder();
        var first = builder.AddExecutable("first", "sleep", "/", "1");
        var second = builder.AddExecutable("second", "sleep", "/", "1").WaitFor(first);
        first.WaitFor(second);

        Assert.Contains("first -> second -> first", await RefusalAsync(builder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_missing_parameters_are_named_with_where_to_set_them()
    {
        var builder = TestApplication.NewBuilder();
        builder.AddParameter("first-key");
        builder.AddParameter("second-key", secret: true);

        var message = await RefusalAsync(builder);

        Assert.Contains("Parameters:first-key", message, StringComparison.Ordinal);
        Assert.Contains("Parameters:second-key", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named_before_anything_starts()
    {
        var builder = TestApplication.NewBuilder();
        builder.AddExecutable("tool", "no-such-program-anywhere", "/");

        Assert.Contains("no-such-program-anywhere", await RefusalAsync(builder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_does_not_exist_is_named_before_anything_starts()
    {
        var builder = TestApplication.NewBuilder();
        builder.AddProject("ghost", "../Ghost/Ghost.csproj");

        Assert.Contains("Ghost.csproj", await RefusalAsync(builder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_launch_profile_is_named_with_those_that_exist()
    {
        var builder = TestApplication.NewBuilder();

        var failure = Assert.Throws<DistributedApplicationException>(
            () => builder.AddProject("service", TestApplication.ServiceProject, launchProfileName: "nothing"));

        Assert.Contains("'nothing'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'second'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replicas_cannot_share_a_fixed_target_port()
    {
        var builder = TestApplication.NewBuilder();
        builder.AddProject("service", TestApplication.ServiceProject)
            .WithEndpoint("http", e => e.TargetPort = 7000).WithReplicas(2);

        Assert.Contains("fixed target port", await RefusalAsync(builder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_health_check_that_nobody_registered_is_named()
    {
        var builder = TestApplication.NewBuilder();
        builder.AddExecutable("tool", "sleep", "/", "1").WithHealthCheck("never-registered");

        Assert.Contains("never-registered", await RefusalAsync(builder), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_resources_cannot_have_one_name()
    {
        var builder = TestApplication.NewBuilder();
        builder.AddExecutable("tool", "sleep", "/", "1");

        Assert.Throws<DistributedApplicationException>(() => builder.AddExecutable("TOOL", "sleep", "/", "1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("two--hyphens")]
    [InlineData("ends-")]
    [InlineData("has space")]
    public void A_name_that_no_host_could_have_is_refused(string name)
    {
        var builder = TestApplication.NewBuilder();

        Assert.ThrowsAny<ArgumentException>(() => builder.AddExecutable(name, "sleep", "/", "1"));
    }

    [Fact]
    public void A_reference_by_address_must_end_with_its_host()
    {
        var builder = TestApplication.NewBuilder();
        var tool = builder.AddExecutable("tool", "sleep", "/", "1");

        Assert.Throws<InvalidOperationException>(() => tool.WithReference("other", new Uri("http://elsewhere/path")));
    }

    [Fact]
    public async Task Waiting_says_for_what_and_why_not_yet()
    {
        var builder = TestApplication.NewBuilder();
        var slow = builder.AddExecutable("slow", "sleep", "/", "1000").WithExplicitStart();
        builder.AddExecutable("waiter", "sleep", "/", "1000").WaitFor(slow);
        await using var app = await TestApplication.StartAsync(builder);

        var state = await app.ResourceNotifications.WaitForResourceAsync(
            "waiter", e => e.Snapshot.Properties.Any(p => p.Name == "resource.waitingFor"), TestApplication.Soon);

        Assert.Contains("slow", (string)state.Snapshot.Properties.Single(p => p.Name == "resource.waitingFor").Value!, StringComparison.Ordinal);
        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("slow", KnownResourceCommands.StartCommand, TestApplication.Soon)).Success);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("waiter", TestApplication.Soon);
    }

    private static async Task<string> RefusalAsync(Aspire.Hosting.Testing.IDistributedApplicationTestingBuilder builder)
    {
        await using var app = await builder.BuildAsync(TestApplication.Soon);
        return (await Assert.ThrowsAsync<DistributedApplicationException>(() => app.StartAsync(TestApplication.Soon))).Message;
    }
}
