using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Components.Text;

/// <summary>Senders of telemetry as they stand in an address, where the AppHost's names for resources work too.</summary>
internal static class Senders
{
    /// <summary>The key that a name stands for; null for no name. A name that nobody has sent under finds nothing.</summary>
    internal static ResourceKey? Find(this ITelemetryStore store, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;

        foreach (var sender in store.GetResources())
        {
            if (string.Equals(sender.Key.ToString(), name, StringComparison.OrdinalIgnoreCase))
                return sender.Key;
        }

        // A resource that has not sent under its instance's name may have sent under the plain one.
        var names = store.GetResources().Select(s => s.Key.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        return new ResourceKey(names.FirstOrDefault(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase)) ?? name);
    }

    /// <summary>What to offer: each name, and below a name with several instances each of these.</summary>
    internal static IReadOnlyList<(string Value, string Label)> Choices(this ITelemetryStore store)
    {
        var choices = new List<(string, string)>();
        foreach (var group in store.GetResources().GroupBy(s => s.Key.Name, StringComparer.OrdinalIgnoreCase))
        {
            choices.Add((group.Key, group.Key));
            if (group.Count() > 1)
                choices.AddRange(group.Select(s => (s.Key.ToString(), "   " + s.Key.ToString())));
        }

        return choices;
    }
}
