using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

public sealed class CommandTests
{
    [Fact]
    public async Task A_request_command_posts_to_the_resource_and_tells_how_it_went()
    {
        var builder = NewBuilder();
        string? answer = null;
        builder.AddProject("service", ServiceProject).WithHttpHealthCheck("/health")
            .WithHttpCommand("/greetings", "Greet", commandName: "greet", commandOptions: new()
            {
                PrepareRequest = context =>
                {
                    context.Request.Headers.Add("X-Name", context.Endpoint.EndpointName);
                    return Task.CompletedTask;
                },
                GetCommandResult = async context =>
                {
                    answer = await context.Response.Content.ReadAsStringAsync(context.CancellationToken);
                    return CommandResults.Success();
                },
            })
            .WithHttpCommand("/greetings", "Greet again")
            .WithHttpCommand("/nowhere", "Get lost", commandName: "lost");
        await using var app = await StartAsync(builder);

        var early = await app.ResourceCommands.ExecuteCommandAsync("service", "greet", Soon);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("service", Soon);
        await CommandAsync(app, "service", "greet");
        await CommandAsync(app, "service", "service-http-http-post-/greetings");
        var lost = await app.ResourceCommands.ExecuteCommandAsync("service", "lost", Soon);

        Assert.False(early.Success, "A resource that is not healthy yet was given a request.");
        Assert.Equal("Hello, http", answer);
        using var client = app.CreateHttpClient("service");
        Assert.Equal("2", await client.GetStringAsync("/greetings", Soon));
        Assert.False(lost.Success);
        Assert.Contains("404", lost.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rebuild_builds_what_changed_and_starts_it_or_says_why_it_does_not_build()
    {
        using var directory = new TemporaryDirectory();
        var project = directory.Write("Tool.csproj", BuildingScript);
        directory.Write("tool.sh", "#!/bin/sh\necho first version\nexec sleep 1000\n");
        var builder = NewBuilder();
        builder.AddProject("tool", project);
        await using var app = await StartAsync(builder);
        await UntilLogAsync(app, "tool", "first version");

        directory.Write("tool.sh", "#!/bin/sh\necho second version\nexec sleep 1000\n");
        await CommandAsync(app, "tool", KnownResourceCommands.RebuildCommand);
        await UntilLogAsync(app, "tool", "second version");

        directory.Write("tool.sh", "broken");
        var broken = await app.ResourceCommands.ExecuteCommandAsync("tool", KnownResourceCommands.RebuildCommand, Soon);
        Assert.False(broken.Success);
        Assert.Contains("the script is broken", broken.ErrorMessage, StringComparison.Ordinal);
        await app.ResourceNotifications.WaitForResourceAsync("tool", KnownResourceStates.Exited, Soon);
    }

    /// <summary>A project whose program is a script: it builds in the time that MSBuild takes to start.</summary>
    private const string BuildingScript = """
        <Project DefaultTargets="Build">
          <PropertyGroup>
            <TargetPath>$(MSBuildThisFileDirectory)out/tool.dll</TargetPath>
          </PropertyGroup>
          <Target Name="Restore" />
          <Target Name="Build">
            <Error Text="the script is broken" Condition="$([System.IO.File]::ReadAllText('$(MSBuildThisFileDirectory)tool.sh').Contains('broken'))" />
            <Copy SourceFiles="tool.sh" DestinationFiles="out/tool" />
            <Exec Command="chmod +x out/tool" />
            <Touch Files="$(TargetPath)" AlwaysCreate="true" />
          </Target>
        </Project>
        """;
}
