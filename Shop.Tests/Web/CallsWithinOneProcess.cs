using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shop.Monolith.InProcess.Http;

namespace Shop.Tests.Web;

/// <summary>A request that a page makes to its own process, by itself.</summary>
public sealed class CallsWithinOneProcess
{
    [Fact]
    public async Task Who_looks_at_a_page_is_still_known_after_the_page_has_asked_for_something()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddHttpContextAccessor();
        await using var app = builder.Build();
        var pipeline = new InProcessPipeline();
        pipeline.Capture(app);
        app.Run(context => context.Response.WriteAsync("asked"));
        ((IApplicationBuilder)app).Build();
        using var client = new HttpClient(new InProcessHandler(pipeline, app.Services.GetRequiredService<IHttpContextFactory>()));
        var accessor = app.Services.GetRequiredService<IHttpContextAccessor>();
        var page = new DefaultHttpContext();
        accessor.HttpContext = page;

        Assert.Equal("asked", await client.GetStringAsync(new Uri("http://shop/anything"), TestContext.Current.CancellationToken));

        Assert.Same(page, accessor.HttpContext);
    }
}
