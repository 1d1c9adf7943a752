namespace Aspire.Dashboard.ResourceService;

/// <summary>A line of the resource table.</summary>
/// <param name="Resource">The resource; for a group of replicas, the one in the worst state.</param>
/// <param name="Key">Unique key of the line.</param>
/// <param name="Depth">0 for a top line.</param>
/// <param name="Replicas">The replicas that this line stands for; one for an ordinary resource.</param>
/// <param name="HasChildren">True where lines follow that belong to it.</param>
public sealed record ResourceLine(
    ResourceView Resource, string Key, int Depth, IReadOnlyList<ResourceView> Replicas, bool HasChildren)
{
    /// <summary>A group of replicas, and not a resource of its own.</summary>
    public bool IsGroup => Replicas.Count > 1;
}

/// <summary>Puts resources into the order of the table: children under their parent, replicas under a line for all of them.</summary>
internal static class ResourceTree
{
    /// <summary>The lines from top to bottom.</summary>
    /// <param name="resources">What is to be shown; a child whose parent is not among them becomes a top line.</param>
    /// <param name="isCollapsed">Whether the lines below the one with this key are left out.</param>
    internal static IReadOnlyList<ResourceLine> Lines(IReadOnlyCollection<ResourceView> resources, Func<string, bool> isCollapsed)
    {
        var groups = resources.GroupBy(r => r.DisplayName, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.OrderBy(r => r.Name, StringComparer.Ordinal).ToArray(), StringComparer.OrdinalIgnoreCase);
        var displayNames = resources.DistinctBy(r => r.Name).ToDictionary(r => r.Name, r => r.DisplayName, StringComparer.OrdinalIgnoreCase);

        string? ParentOf(ResourceView[] group)
        {
            if (group[0].ParentName is not { } parent)
                return null;

            var name = groups.ContainsKey(parent) ? parent : displayNames.GetValueOrDefault(parent);
            return name is null || string.Equals(name, group[0].DisplayName, StringComparison.OrdinalIgnoreCase) ? null : name;
        }

        var children = groups.Values.ToLookup(ParentOf, StringComparer.OrdinalIgnoreCase);
        var lines = new List<ResourceLine>(resources.Count);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

        void Add(ResourceView[] group, int depth)
        {
            var name = group[0].DisplayName;
            if (!seen.Add(name))
                return;

            var below = children[name].OrderBy(g => g[0].DisplayName, StringComparer.OrdinalIgnoreCase).ToArray();
            lines.Add(new ResourceLine(Worst(group), name, depth, group, group.Length > 1 || below.Length > 0));
            if (isCollapsed(name))
            {
                Hide(below);
                return;
            }

            if (group.Length > 1)
            {
                foreach (var replica in group)
                    lines.Add(new ResourceLine(replica, replica.Name, depth + 1, [replica], false));
            }

            foreach (var child in below)
                Add(child, depth + 1);
        }

        void Hide(IEnumerable<ResourceView[]> below)
        {
            foreach (var group in below.Where(g => seen.Add(g[0].DisplayName)))
                Hide(children[group[0].DisplayName]);
        }

        foreach (var top in children[null].OrderBy(g => g[0].DisplayName, StringComparer.OrdinalIgnoreCase))
            Add(top, 0);

        // Parents that name each other have no top line; show them rather than lose them.
        foreach (var rest in groups.Values)
            Add(rest, 0);

        return lines;
    }

    private static ResourceView Worst(ResourceView[] replicas) =>
        replicas.MaxBy(r => (r.State == "Running" ? 0 : 10) + (int)(r.Health ?? 0))!;
}
