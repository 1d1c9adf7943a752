using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Tests.Processes;

namespace Embedded.Tests.Engine;

public sealed class UrlTests
{
    [Fact]
    public async Task What_the_model_says_of_addresses_is_what_the_snapshot_shows()
    {
        var builder = TestApplication.NewBuilder();
        var tool = builder.AddExecutable("tool", "sleep", "/", "1000")
            .WithHttpEndpoint(name: "http")
            .WithHttpEndpoint(name: "admin")
            .WithHttpEndpoint(name: "secret");
        tool.WithUrl("https://example.org/manual", "Manual")
            .WithUrl($"{tool.GetEndpoint("admin")}/queues", "Queues")
            .WithUrlForEndpoint("http", url => (url.Url, url.DisplayText) = ("/swagger", "Swagger"))
            .WithUrlForEndpoint("admin", _ => new() { Url = "/health", DisplayText = "Health" })
            .WithUrlForEndpoint("admin", url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly)
            .WithUrls(context => context.Urls.RemoveAll(u => u.Endpoint?.EndpointName == "secret"));
        await using var app = await TestApplication.StartAsync(builder);

        var running = await app.ResourceNotifications.WaitForResourceHealthyAsync("tool", TestApplication.Soon);

        var (http, admin) = (tool.GetEndpoint("http").Url, tool.GetEndpoint("admin").Url);
        Assert.Equal(
            [
                ("", "https://example.org/manual", "Manual", false),
                ("admin", admin, "", true),
                ("admin", $"{admin}/health", "Health", true),
                ("admin", $"{admin}/queues", "Queues", true),
                ("http", $"{http}/swagger", "Swagger", false),
            ],
            running.Snapshot.Urls.Select(u => (u.Name ?? "", u.Url, u.DisplayProperties.DisplayName, u.IsInternal)).Order());
        Assert.All(running.Snapshot.Urls, u => Assert.False(u.IsInactive));
    }
}
