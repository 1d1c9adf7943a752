using System.Net;

namespace Embedded.Tests.Dashboard;

public sealed class LoginTests
{
    [Fact]
    public async Task A_stranger_is_sent_to_the_login_page()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var client = dashboard.CreateClient(dashboard.Frontend);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/traces?x=1") { Headers = { { "Accept", "text/html" } } };

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/login?returnUrl=%2Ftraces%3Fx%3D1", response.Headers.Location?.OriginalString);
    }
}
