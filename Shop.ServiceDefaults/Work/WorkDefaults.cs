using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.Problems;

namespace Shop.ServiceDefaults.Work;

/// <summary>What a platform that runs a process by the request needs in place of loops that run by themselves: <c>POST /work</c>.</summary>
public static class WorkDefaults
{
    private const int RetryAfterSeconds = 1;

    /// <summary>Runs a loop, and has rounds of work wait for what it does.</summary>
    /// <typeparam name="TWorker">The loop.</typeparam>
    /// <param name="services">The host's services.</param>
    public static void AddDueWork<TWorker>(this IServiceCollection services)
        where TWorker : BackgroundService, IDueWork
    {
        services.AddSingleton<TWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<TWorker>());
        services.AddSingleton<IDueWork>(provider => provider.GetRequiredService<TWorker>());
    }

    internal static void AddWork(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<WorkOptions>().BindConfiguration(WorkOptions.Section)
            .Validate(
                work => work.LongestRound > TimeSpan.Zero && work.LongestRound <= WorkOptions.Longest,
                $"{WorkOptions.Section}:{nameof(WorkOptions.LongestRound)} is above zero and at most {WorkOptions.Longest}.")
            .ValidateOnStart();
        builder.Services.AddSingleton<WorkRound>();
    }

    internal static void MapWork(this IEndpointRouteBuilder app) => app.MapPost("/work", RunAsync)
        .ForService(ServiceNames.Scheduler)
        .WithTags("Service")
        .WithSummary("Keeps this service running until what comes after its answers is done, or for a while, and says what is left.");

    private static async Task<Results<Ok<DueWork>, ProblemHttpResult>> RunAsync(WorkRound round, HttpContext context, CancellationToken cancellationToken)
    {
        if (await round.RunAsync(cancellationToken) is { } left) return TypedResults.Ok(left);

        context.Response.Headers[HeaderNames.RetryAfter] = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return Problem.Of(
            StatusCodes.Status503ServiceUnavailable, ProblemTypes.Unavailable, "The service cannot answer right now.",
            "It was not ready to work before the time for a round was over. Send the same request again.");
    }
}
