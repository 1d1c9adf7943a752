using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using static Embedded.Tests.Processes.TestApplication;

namespace Embedded.Tests.Processes;

public sealed class TestingHostTests
{
    [Fact]
    public async Task The_entry_point_of_an_AppHost_runs_in_the_test_and_its_services_answer()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Embedded_TestHost>(Soon);
        await using var app = await builder.BuildAsync(Soon);
        await app.StartAsync(Soon);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("first", Soon);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("second", Soon);
        using var first = app.CreateHttpClient("first");
        using var second = app.CreateHttpClient("second");

        Assert.Equal("1", await (await first.PostAsync("/rows", null, Soon)).Content.ReadAsStringAsync(Soon));
        Assert.Equal(app.GetEndpoint("first").ToString().TrimEnd('/'), await second.GetStringAsync("/env/services__first__http__0", Soon));
        Assert.Equal("second", await second.GetStringAsync("/env/FROM_PROFILE", Soon));
        Assert.Equal("true", await second.GetStringAsync("/env/OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", Soon));
        Assert.Equal(Path.GetDirectoryName(ServiceProject), await second.GetStringAsync("/directory", Soon));
        Assert.NotEqual(5931, app.GetEndpoint("first").Port);
    }

    [Fact]
    public async Task Eight_applications_run_side_by_side()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Embedded_TestHost>(Soon);
            await using var app = await builder.BuildAsync(Soon);
            await app.StartAsync(Soon);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("first", Soon);
            using var first = app.CreateHttpClient("first");
            Assert.Equal("1", await (await first.PostAsync("/rows", null, Soon)).Content.ReadAsStringAsync(Soon));
        }));
    }

    [Fact]
    public async Task Replicas_are_all_listed_for_callers_inside_and_share_one_public_endpoint_that_avoids_a_dead_one()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Embedded_TestHost>(["--replicas=3"], Soon);
        await using var app = await builder.BuildAsync(Soon);
        await app.StartAsync(Soon);
        var model = (DistributedApplicationModel)app.Services.GetService(typeof(DistributedApplicationModel))!;
        Assert.True(model.Resources.TryGetByName("first", out var resource));
        foreach (var id in InstancesAnnotation.IdsOf(resource))
            await app.ResourceNotifications.WaitForResourceHealthyAsync(id, Soon);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("second", Soon);
        using var first = app.CreateHttpClient("first");
        using var second = app.CreateHttpClient("second");

        var inside = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => second.GetStringAsync($"/env/services__first__http__{i}", Soon)));
        Assert.Equal(3, inside.Distinct().Count());
        var all = await DistinctPidsAsync(first, 3);

        // It ends the replica that takes it. Sent again to the others it would end them all.
        await first.PostAsync("/exit/3", null, Soon);
        await app.ResourceNotifications.WaitForResourceAsync("first", KnownResourceStates.Exited, Soon);

        var left = await DistinctPidsAsync(first, 2);
        Assert.Subset(all, left);
        for (var i = 0; i < 20; i++)
            Assert.Contains(await first.GetStringAsync("/pid", Soon), left);
    }

    [Fact]
    public async Task An_unknown_name_fails_at_once_and_names_the_known_ones()
    {
        var builder = NewBuilder();
        await using var app = await StartAsync(builder);

        var failure = await Assert.ThrowsAsync<Aspire.Hosting.DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("produkt-api", Soon));

        Assert.Contains("produkt-api", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Asks until so many replicas have answered: one that is not healthy for a moment has no turn.</summary>
    private static async Task<HashSet<string>> DistinctPidsAsync(HttpClient client, int count)
    {
        var pids = new HashSet<string>();
        var end = Soon;
        while (pids.Count < count)
            pids.Add(await client.GetStringAsync("/pid", end));
        return pids;
    }
}
