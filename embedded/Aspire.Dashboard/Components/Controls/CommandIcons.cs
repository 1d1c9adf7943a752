using Aspire.Dashboard.Components.Text;
using Microsoft.AspNetCore.Components;

namespace Aspire.Dashboard.Components.Controls;

/// <summary>Drawings of the commands that every AppHost has, and one for all others.</summary>
internal static class CommandIcons
{
    /// <summary>Older AppHosts put a prefix before the names.</summary>
    internal static MarkupString Of(string command) => command switch
    {
        "start" or "resource-start" => Icons.Play,
        "stop" or "resource-stop" => Icons.Stop,
        "restart" or "resource-restart" => Icons.Restart,
        _ => Icons.Command,
    };
}
