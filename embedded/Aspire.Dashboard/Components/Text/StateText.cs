using System.Globalization;
using Aspire.Dashboard.ResourceService;

namespace Aspire.Dashboard.Components.Text;

/// <summary>A resource's state as a word and a colour.</summary>
internal static class StateText
{
    /// <summary>State with health where it is not healthy, and with the exit code where there is one.</summary>
    internal static string Of(ResourceView resource) => resource switch
    {
        { Health: ResourceHealth.Unhealthy or ResourceHealth.Degraded } => $"{resource.State} ({resource.Health})",
        { State: "Exited" or "Finished" or "FailedToStart", ExitCode: { } code } =>
            string.Create(CultureInfo.InvariantCulture, $"{Words(resource.State)} (exit code {code})"),
        _ => Words(resource.State),
    };

    /// <summary>"ok", "info", "warn", "error" or "off".</summary>
    internal static string Tone(ResourceView resource) => resource switch
    {
        { Health: ResourceHealth.Unhealthy } => "error",
        { Health: ResourceHealth.Degraded } => "warn",
        { State: "FailedToStart" or "RuntimeUnhealthy" } => "error",
        { State: "Exited", ExitCode: not (null or 0) } => "error",
        { State: "Running" or "Finished" } => "ok",
        { StateStyle: "error" } => "error",
        { StateStyle: "warning" } => "warn",
        { StateStyle: "success" } => "ok",
        { State: "Waiting" or "Starting" or "Stopping" or "Building" } => "info",
        { StateStyle: "info" } => "info",
        _ => "off",
    };

    /// <summary>It is on its way to another state.</summary>
    internal static bool IsBusy(ResourceView resource) => resource.State is "Starting" or "Stopping" or "Building" or "Waiting";

    private static string Words(string state) => state switch
    {
        "FailedToStart" => "Failed to start",
        "NotStarted" => "Not started",
        "RuntimeUnhealthy" => "Runtime unhealthy",
        "ValueMissing" => "Value missing",
        _ => state,
    };
}
