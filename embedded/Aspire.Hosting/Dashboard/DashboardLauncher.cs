using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Puts the dashboard among the resources, hidden, and says where it is once it answers.</summary>
internal sealed class DashboardLauncher(
    DashboardSettings settings,
    DistributedApplicationModel model,
    AppHostProject project,
    IHostApplicationLifetime lifetime,
    ILogger<DistributedApplication> logger) : IHostedService
{
    /// <summary>The dashboard's name among the resources, as official Aspire has it.</summary>
    public const string ResourceName = "aspire-dashboard";

    private static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (wanted, got) in settings.MovedPorts)
            logger.LogInformation("{Wanted} is taken; {Got} is used instead.", DashboardSettings.Text(wanted), DashboardSettings.Text(got));

        if (project.DashboardPath is not { } path || !File.Exists(path))
        {
            logger.LogWarning("The dashboard was not built with this AppHost; telemetry goes to {Otlp}.", settings.OtlpGrpcUrl ?? settings.OtlpHttpUrl);
            return Task.CompletedTask;
        }

        model.Resources.Add(Resource(path));
        _ = AnnounceAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private ExecutableResource Resource(string path)
    {
        var dashboard = new ExecutableResource(ResourceName, "dotnet", Path.GetDirectoryName(path)!);
        dashboard.Annotations.Add(new ExecutableLauncher());
        dashboard.Annotations.Add(new CommandLineArgsCallbackAnnotation(arguments => arguments.Add(path)));
        dashboard.Annotations.Add(new ResourceSnapshotAnnotation(new CustomResourceSnapshot
        {
            ResourceType = "Executable",
            Properties = [],
            IsHidden = true,
        }));
        dashboard.Annotations.Add(new EnvironmentCallbackAnnotation(context =>
        {
            var variables = context.EnvironmentVariables;
            variables["ASPNETCORE_ENVIRONMENT"] = "Production";
            variables["ASPNETCORE_URLS"] = DashboardSettings.Text(settings.FrontendUrl);
            variables["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = DashboardSettings.Text(settings.ResourceServiceUrl);

            // Under both names: a dashboard that prefers the newer one would else listen where the launch profile said, though
            // that port may have been taken.
            variables["DOTNET_DASHBOARD_OTLP_ENDPOINT_URL"] = variables["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] =
                DashboardSettings.Text(settings.OtlpGrpcListenUrl);
            variables["DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = variables["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] =
                DashboardSettings.Text(settings.OtlpHttpListenUrl);
            if (settings.IsAnonymous)
            {
                variables["DOTNET_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true";
                variables["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = "Unsecured";
                return;
            }

            variables["DASHBOARD__FRONTEND__AUTHMODE"] = "BrowserToken";
            variables["DASHBOARD__FRONTEND__BROWSERTOKEN"] = settings.BrowserToken;
            variables["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = "ApiKey";
            variables["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = settings.ResourceServiceApiKey;
            variables["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey";
            variables["DASHBOARD__OTLP__PRIMARYAPIKEY"] = settings.OtlpApiKey;
            variables["DASHBOARD__API__AUTHMODE"] = "ApiKey";
            variables["DASHBOARD__API__PRIMARYAPIKEY"] = settings.ApiKey;
        }));
        return dashboard;
    }

    /// <summary>The link is printed when it works: a page that refuses the connection would be the first thing a stranger sees.</summary>
    private async Task AnnounceAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        bound.CancelAfter(AnswerBound);
        using var client = new HttpClient();
        try
        {
            while (!await AnswersAsync(client, bound.Token)) await Task.Delay(Pause, bound.Token);
            logger.LogInformation("Now listening on: {Url}", DashboardSettings.Text(settings.FrontendUrl));
            logger.LogInformation("Login to the dashboard at {Url}", settings.LoginUrl);
        }
        catch (OperationCanceledException) when (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            logger.LogError(
                "The dashboard did not answer at {Url} within {Seconds} s; the resources run without it.",
                DashboardSettings.Text(settings.FrontendUrl), AnswerBound.TotalSeconds);
        }
        catch (OperationCanceledException)
        {
            // The AppHost stops.
        }
    }

    private async Task<bool> AnswersAsync(HttpClient client, CancellationToken cancellation)
    {
        try
        {
            using var response = await client.GetAsync(new Uri(settings.FrontendUrl, "/login"), cancellation);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
