namespace Aspire.Dashboard.ResourceService;

/// <summary>A box of the graph.</summary>
/// <param name="Name">Display name, which replicas share.</param>
/// <param name="Resource">The resource that the box shows.</param>
/// <param name="Count">How many replicas it stands for.</param>
/// <param name="X">Left edge in pixels.</param>
/// <param name="Y">Top edge in pixels.</param>
internal sealed record GraphNode(string Name, ResourceView Resource, int Count, double X, double Y);

/// <summary>An arrow of the graph.</summary>
/// <param name="From">The one that needs.</param>
/// <param name="To">The one that is needed.</param>
/// <param name="Via">Where the arrow enters each column between the two, to run level through it.</param>
internal sealed record GraphEdge(GraphNode From, GraphNode To, IReadOnlyList<(double X, double Y)> Via);

/// <summary>
/// Puts resources into columns, so that each stands right of all that refer to it, and orders the columns so that
/// arrows cross little: by the mean place of what points at a box. An arrow over several columns has a place of its own
/// in each, so that it never runs behind a box that it has nothing to do with.
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
        var rows = Rows(targets, columns);
        var nodes = groups.ToDictionary(
            g => g.Key,
            g => new GraphNode(g.Value[0].DisplayName, g.Value[0], g.Value.Length, Margin + (columns[g.Key] * ColumnPitch), Margin + (rows[new Place(g.Key)] * RowPitch)),
            StringComparer.OrdinalIgnoreCase);

        Nodes = [.. nodes.Values];
        Edges =
        [
            .. targets.SelectMany(t => t.Value.Select(to => new GraphEdge(nodes[t.Key], nodes[to],
            [
                .. Between(columns[t.Key], columns[to]).Select(column =>
                    (Margin + (column * ColumnPitch), Margin + (rows[new Place(t.Key, to, column)] * RowPitch) + (NodeHeight / 2))),
            ]))),
        ];
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

    // Row of each box, and of each arrow in the columns that it only passes; 0 is the top.
    private static Dictionary<Place, double> Rows(Dictionary<string, string[]> targets, Dictionary<string, int> columns)
    {
        var places = columns.GroupBy(c => c.Value).ToDictionary(g => g.Key, g => g.Select(c => new Place(c.Key)).ToList());
        var before = new Dictionary<Place, List<Place>>();
        foreach (var (from, to) in targets.SelectMany(t => t.Value.Select(to => (t.Key, to))))
        {
            var last = new Place(from);
            foreach (var column in Between(columns[from], columns[to]))
            {
                var pass = new Place(from, to, column);
                places[column].Add(pass);
                before[pass] = [last];
                last = pass;
            }

            if (!before.TryGetValue(new Place(to), out var sources))
                before[new Place(to)] = sources = [];
            sources.Add(last);
        }

        var tallest = places.Values.Select(p => p.Count).DefaultIfEmpty().Max();
        var rows = new Dictionary<Place, double>();
        foreach (var (_, column) in places.OrderBy(p => p.Key))
        {
            var ordered = column
                .OrderBy(p => before.GetValueOrDefault(p, []).Where(rows.ContainsKey).Select(s => rows[s]).DefaultIfEmpty(double.MaxValue).Average())
                .ThenBy(p => p.To ?? p.Name, StringComparer.OrdinalIgnoreCase)
                .ToArray();
            for (var row = 0; row < ordered.Length; row++)
                rows[ordered[row]] = row + ((tallest - ordered.Length) / 2.0);
        }

        return rows;
    }

    private static IEnumerable<int> Between(int from, int to) => Enumerable.Range(from + 1, Math.Max(0, to - from - 1));

    // A box, or the passage of an arrow through a column.
    private readonly record struct Place(string Name, string? To = null, int Column = -1);
}
