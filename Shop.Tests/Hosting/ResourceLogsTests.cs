using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Shop.Tests.Hosting;

public sealed class ResourceLogsTests(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task What_a_service_wrote_during_a_test_is_found_for_it_and_nothing_older()
    {
        var service = Shop.App.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(r => r.Name == "product-api");
        var console = Shop.App.Services.GetRequiredService<ResourceLoggerService>().GetLogger(service);
        console.LogInformation("written before");
        var since = DateTime.UtcNow;
        console.LogInformation("written after");

        var lines = await ResourceLogs.SinceAsync(Shop.App, service, since);

        Assert.Contains(lines, line => line.EndsWith("written after", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.EndsWith("written before", StringComparison.Ordinal));
    }
}
