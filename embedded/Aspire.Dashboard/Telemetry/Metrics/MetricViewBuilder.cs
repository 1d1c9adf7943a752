using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>Makes from stored series what a chart shows: steps of the window, one line a series and one for all of them.</summary>
internal sealed class MetricViewBuilder(MetricQuery query, InstrumentSummary instrument, DateTimeOffset now)
{
    private const int MaxSteps = 1_000;
    private const int MaxExemplars = 500;

    private static readonly TimeSpan MinWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxWindow = TimeSpan.FromHours(12);

    private readonly StepGrid _grid = StepGrid.Ending(
        UnixNanos.From(query.Until is { } until ? new DateTimeOffset(until, TimeSpan.Zero) : now),
        TimeSpan.FromTicks(Math.Clamp(query.Window.Ticks, MinWindow.Ticks, MaxWindow.Ticks)),
        Math.Clamp(query.Steps, 1, MaxSteps));

    /// <summary>Describes instruments of one name, which several instances of a resource have each for themselves.</summary>
    internal static InstrumentSummary Summarize(IReadOnlyList<Instrument> instruments)
    {
        var descriptor = instruments[^1].Descriptor;
        var series = instruments.SelectMany(static instrument => instrument.Series).ToList();
        var last = series.Count == 0 ? 0 : series.Max(static one => one.LastNanos);
        return new InstrumentSummary(descriptor.Key, descriptor.Description, descriptor.Unit, descriptor.Kind, series.Count, UnixNanos.ToDateTime(last));
    }

    internal MetricView Build(IReadOnlyList<MetricSeries> all)
    {
        var selected = all.Where(IsSelected).ToList();
        var views = new List<MetricSeriesView>(selected.Count);
        var exemplars = new List<MetricExemplar>();
        var together = new HistogramSteps(_grid);
        foreach (var series in selected)
        {
            lock (series)
            {
                views.Add(new MetricSeriesView(series.Resource, series.Attributes, Read(series, together)));
                exemplars.AddRange(series.ExemplarsIn(_grid));
            }
        }
        return new MetricView
        {
            Instrument = instrument,
            Times = [.. Enumerable.Range(1, _grid.Count).Select(step => UnixNanos.ToDateTime(_grid.StartOf(step)))],
            Total = instrument.Kind == InstrumentKind.Histogram ? together.ToValues() : new MetricValues { Values = Combine(views) },
            Series = [.. views.OrderByDescending(static view => LastValue(view.Values))],
            Dimensions = Dimensions(all),
            Exemplars = [.. exemplars.OrderBy(static exemplar => exemplar.Time).TakeLast(MaxExemplars)],
            DisplayUnit = instrument.Kind == InstrumentKind.Counter ? $"{Plain(instrument.Unit)}/s" : Plain(instrument.Unit),
        };
    }

    private MetricValues Read(MetricSeries series, HistogramSteps together)
    {
        switch (series)
        {
            case CounterSeries counter:
                return new MetricValues { Values = counter.Rates(_grid) };
            case HistogramSeries histogram:
                var own = new HistogramSteps(_grid);
                histogram.AddTo(own);
                histogram.AddTo(together);
                return own.ToValues();
            default:
                return new MetricValues { Values = ((GaugeSeries)series).Values(_grid) };
        }
    }

    /// <summary>Rates and up-down counters of several series add up; of gauges only the mean makes sense.</summary>
    private double?[] Combine(List<MetricSeriesView> views)
    {
        var combined = new double?[_grid.Count];
        for (var step = 0; step < combined.Length; step++)
        {
            var known = views.Select(view => view.Values.Values[step]).OfType<double>().ToList();
            if (known.Count > 0)
                combined[step] = instrument.Kind is InstrumentKind.Counter or InstrumentKind.UpDownCounter ? known.Sum() : known.Average();
        }
        return combined;
    }

    private bool IsSelected(MetricSeries series)
    {
        foreach (var (dimension, values) in query.Dimensions)
        {
            if (!values.Contains(series.Attributes.FindText(dimension) ?? ""))
                return false;
        }
        return true;
    }

    private static IReadOnlyList<MetricDimension> Dimensions(IReadOnlyList<MetricSeries> series) =>
    [
        .. series.SelectMany(static one => one.Attributes.Select(static attribute => attribute.Key))
            .Distinct()
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => new MetricDimension(name, [.. series.Select(one => one.Attributes.FindText(name) ?? "").Distinct().Order(StringComparer.OrdinalIgnoreCase)])),
    ];

    private static double LastValue(MetricValues values) =>
        values.Values.Concat(values.P99).LastOrDefault(static value => value is not null) ?? double.NegativeInfinity;

    /// <summary>A unit as people write it: UCUM puts what is counted into braces, and "1" means that there is none.</summary>
    private static string Plain(string unit) => unit == "1" ? "" : unit.Trim('{', '}');
}
