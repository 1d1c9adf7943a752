using Aspire.Dashboard.Components.Text;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using Microsoft.AspNetCore.Components;

namespace Aspire.Dashboard.Components.Pages;

/// <summary>Metrics: which instrument is shown, over which time, of which dimensions.</summary>
public sealed partial class Metrics
{
    private const int MostLines = 8;
    private const int Steps = 90;

    private static readonly (string Name, string Label, TimeSpan Length)[] Ranges =
    [
        ("1m", "Last minute", TimeSpan.FromMinutes(1)),
        ("5m", "Last 5 minutes", TimeSpan.FromMinutes(5)),
        ("15m", "Last 15 minutes", TimeSpan.FromMinutes(15)),
        ("30m", "Last 30 minutes", TimeSpan.FromMinutes(30)),
        ("1h", "Last hour", TimeSpan.FromHours(1)),
        ("3h", "Last 3 hours", TimeSpan.FromHours(3)),
        ("6h", "Last 6 hours", TimeSpan.FromHours(6)),
        ("12h", "Last 12 hours", TimeSpan.FromHours(12)),
    ];

    // Colours apart from the services', in the order of how well they stand apart from each other.
    private static readonly string[] LineColors = ["c0", "c2", "c1", "c3", "c5", "c4", "c8", "c6"];

    private readonly List<(string Title, Chart Chart, int Height, string TestId)> _charts = [];
    private Dictionary<string, IReadOnlySet<string>> _allowed = [];
    private IReadOnlyList<InstrumentSummary> _instruments = [];
    private IReadOnlyList<MetricDimension> _shownDimensions = [];
    private ResourceKey? _resource;
    private string? _resourceName;
    private InstrumentSummary? _instrument;
    private MetricView? _view;
    private IDisposable? _subscription;
    private ITimer? _clock;
    private int _hiddenSeries;

    /// <summary>Name of the sender.</summary>
    [SupplyParameterFromQuery]
    public string? Resource { get; set; }

    /// <summary>The instrument's meter.</summary>
    [SupplyParameterFromQuery]
    public string? Meter { get; set; }

    /// <summary>The instrument.</summary>
    [SupplyParameterFromQuery]
    public string? Instrument { get; set; }

    /// <summary>How far back.</summary>
    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    /// <summary>"table", or charts.</summary>
    [SupplyParameterFromQuery]
    public string? View { get; set; }

    /// <summary>A line for each series.</summary>
    [SupplyParameterFromQuery]
    public bool Split { get; set; }

    /// <summary>Dimension values that count, each as <c>name:value</c>.</summary>
    [SupplyParameterFromQuery]
    public string[]? Dim { get; set; }

    private bool IsTable => View == "table";

    private string RangeName => Ranges.Any(r => r.Name == Range) ? Range! : "5m";

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _subscription = Telemetry.Subscribe(kinds =>
        {
            if ((kinds & (TelemetryKinds.Metrics | TelemetryKinds.Resources)) != 0)
                Signal();
        });
        // The window moves on though nobody measures.
        _clock = TimeSource.CreateTimer(_ => Signal(), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
    }

    /// <inheritdoc />
    protected override void OnParametersSet() => Refresh();

    /// <inheritdoc />
    protected override void Refresh()
    {
        _resource = Telemetry.Find(Resource)
            ?? Telemetry.GetResources().Where(r => r.InstrumentCount > 0).Select(r => (ResourceKey?)new ResourceKey(r.Key.Name)).FirstOrDefault();
        if (_resource is not { } resource)
            return;

        _resourceName = resource.ToString();
        _instruments = Telemetry.GetInstruments(resource);
        _instrument = Choose();
        _allowed = Allowed();
        _view = _instrument is null ? null : Telemetry.QueryMetric(new MetricQuery
        {
            Resource = resource,
            Instrument = _instrument.Key,
            Window = Ranges.First(r => r.Name == RangeName).Length,
            Steps = Steps,
            Dimensions = _allowed,
        });
        _shownDimensions = [.. (_view?.Dimensions ?? []).Where(d => d.Values.Count > 1 || _allowed.ContainsKey(d.Name))];
        _charts.Clear();
        if (_view is { } view)
            Draw(view);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _subscription?.Dispose();
        _clock?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>A series' name: the values that tell it from its siblings.</summary>
    internal static string NameOf(MetricSeriesView series, MetricView view)
    {
        var telling = view.Dimensions.Where(d => d.Values.Count > 1).Select(d => d.Name).ToArray();
        var words = series.Attributes.Where(a => telling.Contains(a.Key)).Select(a => a.Value.ToString()).ToList();
        if (view.Series.Select(s => s.Resource).Distinct().Count() > 1)
            words.Insert(0, series.Resource.DisplayName);
        return words.Count > 0 ? string.Join(' ', words) : "all";
    }

    private InstrumentSummary? Choose()
    {
        if (!string.IsNullOrEmpty(Instrument))
            return _instruments.FirstOrDefault(i => i.Key.Name == Instrument && (string.IsNullOrEmpty(Meter) || i.Key.Scope == Meter));

        // What most people come for, where there is one.
        return _instruments.FirstOrDefault(i => i.Key.Name == "http.server.request.duration") ?? (_instruments.Count > 0 ? _instruments[0] : null);
    }

    private Dictionary<string, IReadOnlySet<string>> Allowed() =>
        (Dim ?? []).Select(d => d.Split(':', 2)).Where(p => p.Length == 2)
            .GroupBy(p => p[0])
            .ToDictionary(g => g.Key, g => (IReadOnlySet<string>)g.Select(p => p[1]).ToHashSet());

    private void Draw(MetricView view)
    {
        _hiddenSeries = Split ? Math.Max(0, view.Series.Count - MostLines) : 0;
        var series = view.Series.Take(MostLines).ToArray();
        ChartDot[] dots = [.. Telling(view).Select(e => new ChartDot(e.Time, e.Value, Query.Link($"traces/detail/{e.TraceId}", ("span", e.SpanId.IsNone ? null : e.SpanId.ToString()))))];
        ChartLine[] Lines(Func<MetricValues, IReadOnlyList<double?>> values) =>
            [.. series.Select((s, i) => new ChartLine(NameOf(s, view), LineColors[i % LineColors.Length], values(s.Values)))];

        if (view.Instrument.Kind is not InstrumentKind.Histogram and not InstrumentKind.Summary)
        {
            var lines = Split ? Lines(v => v.Values) : [new ChartLine(view.Instrument.Kind == InstrumentKind.Counter ? "rate" : "value", LineColors[0], view.Total.Values)];
            _charts.Add(("", new Chart(view.Times, lines, view.DisplayUnit, dots), 280, "chart"));
            return;
        }

        var percentiles = Split
            ? Lines(v => v.P90)
            : [new ChartLine("P50", "c1", view.Total.P50), new ChartLine("P90", "c0", view.Total.P90), new ChartLine("P99", "c2", view.Total.P99)];
        _charts.Add((Split ? "P90" : "Percentiles", new Chart(view.Times, percentiles, view.DisplayUnit, dots), 280, "chart"));
        if ((Split ? view.Series.Any(s => s.Values.Rate.Count > 0) : view.Total.Rate.Count > 0))
        {
            var rates = Split ? Lines(v => v.Rate) : [new ChartLine("rate", LineColors[0], view.Total.Rate)];
            _charts.Add(("Measurements per second", new Chart(view.Times, rates, "1/s"), 120, "chart-rate"));
        }
    }

    // The largest of each stretch of the axis: dots that cover each other help nobody.
    private static IEnumerable<MetricExemplar> Telling(MetricView view)
    {
        const int stretches = 30;
        if (view.Times.Count < 2)
            return [];

        var stretch = (view.Times[^1] - view.Times[0]) / stretches;
        return view.Exemplars.GroupBy(e => (int)((e.Time - view.Times[0]) / stretch)).Select(g => g.MaxBy(e => e.Value)!);
    }

    private string Link(InstrumentKey key) => Query.Link("metrics",
        ("resource", _resourceName), ("meter", key.Scope), ("instrument", key.Name), ("range", Range), ("view", View));

    private void Toggle(MetricDimension dimension, string value)
    {
        var set = _allowed.TryGetValue(dimension.Name, out var some) ? some.ToHashSet() : [.. dimension.Values];
        if (!set.Remove(value))
            set.Add(value);
        // None at all would show nothing, which nobody wants: it means all again.
        var others = (Dim ?? []).Where(d => !d.StartsWith(dimension.Name + ":", StringComparison.Ordinal));
        var own = set.Count == 0 || set.Count == dimension.Values.Count ? [] : set.Select(v => $"{dimension.Name}:{v}");
        Nav.Set(("dim", (string[])[.. others, .. own]));
    }
}
