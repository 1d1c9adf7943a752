using Microsoft.AspNetCore.Components;

namespace Aspire.Dashboard.Components.Text;

/// <summary>Filters live in the address, so that each view can be linked to and survives a reload.</summary>
internal static class Query
{
    /// <summary>Changes some parameters of the present address and leaves the others; null and empty remove one.</summary>
    internal static void Set(this NavigationManager navigation, params ReadOnlySpan<(string Name, object? Value)> changes)
    {
        var values = new Dictionary<string, object?>();
        foreach (var (name, value) in changes)
            values[name] = value is string { Length: 0 } ? null : value;
        navigation.NavigateTo(navigation.GetUriWithQueryParameters(values), replace: true);
    }

    /// <summary>An address with the parameters that are set.</summary>
    internal static string Link(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var link = path;
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
                link += $"{(link.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";
        }

        return link;
    }
}
