namespace Aspire.Dashboard.ResourceService;

/// <summary>A box of the graph.</summary>
/// <param name="Name">Display name, which replicas share.</param>
/// <param name="Resource">The resource that the box shows.</param>
/// <param name="Count">How many replicas it stands for.</param>
/// <param name="X">Left edge in pixels.</param>
/// <param name="Y">Top edge in pixels.</param>
internal sealed record GraphNode(string Name, ResourceView Resource, int Count, double X, double Y);

/// <summary>An arrow of the graph, from the one that needs to the one that is needed.</summary>
internal sealed record GraphEdge(GraphNode From, GraphNode To);

/// <summary>
/// Puts resources into columns, so that each stands right of all that refer to it, and orders the columns so that
/// arrows cross little: by the mean place of what points at a box.
/// </summary>
internal sealed class ResourceGraphLayout
{
    internal const double NodeWidth = 190;
    internal const double NodeHeight = 54;
    private const double ColumnPitch = 270;
    private const double RowPitch = 78;
    private const double Margin = 32;

    /// <summary>Lays out the resources; ties to resources that are not among them are left out.</summary>
    internal ResourceGraphLayout(IReadOnlyCollection<ResourceView> resources)
    {
        var groups = resources.GroupBy(r => r.DisplayName, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.OrdinalIgnoreCase);
        var targets = groups.ToDictionary(g => g.Key, g => TargetsOf(g.Value, groups), StringComparer.OrdinalIgnoreCase);
        var columns = Columns(targets);
        var nodes = Place(groups, targets, columns);

        Nodes = [.. nodes.Values];
        Edges = [.. targets.SelectMany(t => t.Value.Select(to => new GraphEdge(nodes[t.Key], nodes[to])))];
        Width = Nodes.Select(n => n.X).DefaultIfEmpty().Max() + NodeWidth + Margin;
        Height = Nodes.Select(n => n.Y).DefaultIfEmpty().Max() + NodeHeight + Margin;
    }

    /// <summary>The boxes.</summary>
    internal IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The arrows.</summary>
    internal IReadOnlyList<GraphEdge> Edges { get; }

    /// <summary>Size of the drawing in pixels.</summary>
    internal double Width { get; }

    /// <summary>Size of the drawing in pixels.</summary>
    internal double Height { get; }

    // A database points at its server: what breaks when the server does is then read along the arrows.
    private static string[] TargetsOf(ResourceView[] group, Dictionary<string, ResourceView[]> groups) =>
    [
        .. group.SelectMany(r => r.Relationships.Select(t => t.ResourceName).Append(r.ParentName))
            .OfType<string>()
            .Select(name => groups.Values.FirstOrDefault(g => Named(g, name))?[0].DisplayName)
            .OfType<string>()
            .Where(name => !string.Equals(name, group[0].DisplayName, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    private static bool Named(ResourceView[] group, string name) =>
        string.Equals(group[0].DisplayName, name, StringComparison.OrdinalIgnoreCase)
        || group.Any(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase));

    // Counted from the right: what needs nothing stands last, everything else just left of the nearest that it needs. So
    // the databases of one server share a column however long the chains before them are. The number of rounds is
    // bounded, so circles end somewhere.
    private static Dictionary<string, int> Columns(Dictionary<string, string[]> targets)
    {
        var distances = targets.Keys.ToDictionary(k => k, _ => 0, StringComparer.OrdinalIgnoreCase);
        for (var round = 0; round < targets.Count; round++)
        {
            var moved = false;
            foreach (var (from, tos) in targets)
            {
                var distance = Math.Min(tos.Select(to => distances[to] + 1).DefaultIfEmpty().Max(), targets.Count - 1);
                moved |= distance > distances[from];
                distances[from] = Math.Max(distance, distances[from]);
            }

            if (!moved)
                break;
        }

        var last = distances.Values.DefaultIfEmpty().Max();
        return distances.ToDictionary(d => d.Key, d => last - d.Value, StringComparer.OrdinalIgnoreCase);
    }

    private static Dictionary<string, GraphNode> Place(
        Dictionary<string, ResourceView[]> groups, Dictionary<string, string[]> targets, Dictionary<string, int> columns)
    {
        var nodes = new Dictionary<string, GraphNode>(StringComparer.OrdinalIgnoreCase);
        var tallest = columns.GroupBy(c => c.Value).Select(g => g.Count()).DefaultIfEmpty().Max();
        foreach (var (column, index) in columns.GroupBy(c => c.Value).OrderBy(g => g.Key).Select((g, i) => (g, i)))
        {
            var ordered = column.Select(c => c.Key)
                .OrderBy(name => targets.Where(t => t.Value.Contains(name, StringComparer.OrdinalIgnoreCase) && nodes.ContainsKey(t.Key))
                    .Select(t => nodes[t.Key].Y).DefaultIfEmpty(double.MaxValue).Average())
                .ThenBy(name => name, StringComparer.OrdinalIgnoreCase)
                .ToArray();
            var top = Margin + ((tallest - ordered.Length) * RowPitch / 2);
            for (var row = 0; row < ordered.Length; row++)
            {
                var group = groups[ordered[row]];
                nodes[ordered[row]] = new GraphNode(group[0].DisplayName, group[0], group.Length, Margin + (index * ColumnPitch), top + (row * RowPitch));
            }
        }

        return nodes;
    }
}
