namespace Shop.Monolith.InProcess.Http;

/// <summary>The application's own pipeline, for who calls it without a wire.</summary>
internal sealed class InProcessPipeline
{
    private RequestDelegate? _pipeline;

    /// <summary>Takes what the host does with a request from here on.</summary>
    /// <param name="app">The application, before anything else is added to it.</param>
    public void Capture(IApplicationBuilder app) => app.Use(next => _pipeline = next);

    /// <summary>Does with a request what the host would.</summary>
    /// <param name="context">The request.</param>
    public Task InvokeAsync(HttpContext context) => _pipeline is { } pipeline
        ? pipeline(context)
        : throw new InvalidOperationException("The application is not built yet.");
}
