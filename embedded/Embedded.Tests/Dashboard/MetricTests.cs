using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using OpenTelemetry.Proto.Metrics.V1;
using static Embedded.Tests.Dashboard.Samples;

namespace Embedded.Tests.Dashboard;

public sealed class MetricTests : IDisposable
{
    private static readonly InstrumentKey Orders = new("Shop", "shop.orders");
    private static readonly ResourceKey Order = new("order");

    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_counter_is_shown_as_a_rate()
    {
        for (var second = 0; second <= 60; second++)
            _store.Add(Metrics("order", Counter(second, second * 5, ("outcome", "confirmed"))));

        var view = View(60);

        Assert.Equal("order/s", view.DisplayUnit);
        Assert.Equal(60, view.Times.Count);
        Assert.All(view.Total.Values, rate => Assert.Equal(5, rate!.Value, 6));
    }

    [Fact]
    public void Rates_of_series_add_up_and_dimensions_choose_among_them()
    {
        for (var second = 0; second <= 60; second++)
        {
            _store.Add(Metrics("order", Counter(second, second * 5, ("outcome", "confirmed"))));
            _store.Add(Metrics("order", Counter(second, second, ("outcome", "rejected"))));
        }

        var all = View(60);
        var rejected = View(60, query => query with { Dimensions = new Dictionary<string, IReadOnlySet<string>> { ["outcome"] = new HashSet<string> { "rejected" } } });

        Assert.Equal(6, all.Total.Values[^1]!.Value, 6);
        Assert.Equal(["confirmed", "rejected"], all.Series.Select(series => series.Attributes[0].Value.AsString));
        Assert.Equal(1, rejected.Total.Values[^1]!.Value, 6);
        var dimension = Assert.Single(rejected.Dimensions);
        Assert.Equal(("outcome", "confirmed,rejected"), (dimension.Name, string.Join(',', dimension.Values)));
    }

    [Fact]
    public void A_counter_that_starts_anew_makes_no_negative_rate()
    {
        _store.Add(Metrics("order", Counter(0, 1_000), Counter(30, 1_030)));
        _store.Add(Metrics("order", Counter(60, 30)));

        Assert.All(View(60).Total.Values, rate => Assert.Equal(1, rate!.Value, 6));
    }

    [Fact]
    public void Between_rare_reports_the_rate_is_even()
    {
        _store.Add(Metrics("order", Counter(0, 0), Counter(60, 60)));

        Assert.All(View(60).Total.Values, rate => Assert.Equal(1, rate!.Value, 6));
    }

    [Fact]
    public void Before_the_first_and_after_the_last_report_nothing_is_claimed()
    {
        for (var second = 20; second <= 40; second++)
            _store.Add(Metrics("order", Counter(second, second)));

        var values = View(60).Total.Values;

        Assert.Null(values[10]);
        Assert.Equal(1, values[30]!.Value, 6);
        Assert.Null(values[50]);
    }

    [Fact]
    public void A_late_or_repeated_point_counts_once()
    {
        for (var repetition = 0; repetition < 2; repetition++)
            _store.Add(Metrics("order", Counter(0, 0), Counter(30, 30), Counter(15, 15), Counter(60, 60)));

        Assert.All(View(60).Total.Values, rate => Assert.Equal(1, rate!.Value, 6));
    }

    [Fact]
    public void Delta_points_count_from_one_another()
    {
        for (var second = 0; second <= 60; second++)
        {
            var metric = Counter(second, 3);
            metric.Sum.AggregationTemporality = AggregationTemporality.Delta;
            metric.Sum.DataPoints[0].StartTimeUnixNano = Seconds(second - 1);
            _store.Add(Metrics("order", metric));
        }

        Assert.Equal(3, View(60).Total.Values[30]!.Value, 6);
    }

    [Fact]
    public void A_gauge_keeps_its_value_until_it_changes()
    {
        foreach (var (second, value) in new[] { (0, 5.0), (10, 5.0), (20, 8.0), (59, 8.0) })
            _store.Add(Metrics("order", Gauge(second, value)));

        var view = View(60, query => query with { Instrument = new InstrumentKey("Shop", "queue.length") });

        Assert.Equal([5.0, 5.0, 8.0, 8.0], new[] { view.Total.Values[1], view.Total.Values[15], view.Total.Values[21], view.Total.Values[59] }.OfType<double>());
    }

    [Fact]
    public void A_histogram_is_shown_as_percentiles()
    {
        // One hundred measurements in (0, 10], spread evenly over ten buckets.
        double[] bounds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        ulong[] counts = [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0];
        _store.Add(Metrics("order", Histogram(0, bounds, new ulong[11]), Histogram(60, bounds, counts)));

        var values = View(60, Duration).Total;

        Assert.Equal((5.0, 9.0, 9.9), (Math.Round(values.P50[30]!.Value, 6), Math.Round(values.P90[30]!.Value, 6), Math.Round(values.P99[30]!.Value, 6)));
        Assert.Equal(100 / 60.0, values.Rate[30]!.Value, 6);
        Assert.Equal(5, values.Mean[30]!.Value, 6);
    }

    [Fact]
    public void Only_what_was_counted_within_a_step_makes_its_percentiles()
    {
        double[] bounds = [1, 10, 100];
        _store.Add(Metrics("order", Histogram(0, bounds, [0, 0, 0, 0]), Histogram(30, bounds, [1_000, 0, 0, 0]), Histogram(60, bounds, [1_000, 0, 10, 0])));

        var values = View(60, Duration).Total;

        Assert.InRange(values.P99[10]!.Value, 0, 1);
        Assert.InRange(values.P50[50]!.Value, 10, 100);
    }

    [Fact]
    public void What_lies_above_all_bounds_counts_as_the_last_bound()
    {
        _store.Add(Metrics("order", Histogram(0, [1, 10], [0, 0, 0]), Histogram(60, [1, 10], [0, 0, 5])));

        Assert.Equal(10, View(60, Duration).Total.P50[30]);
    }

    [Fact]
    public void Percentiles_of_several_instances_with_other_bounds_are_taken_together()
    {
        _store.Add(Metrics("order", Histogram(0, [10, 20], [0, 0, 0], "a"), Histogram(60, [10, 20], [10, 0, 0], "a")));
        _store.Add(Metrics("order", Histogram(0, [5, 20], [0, 0, 0], "b"), Histogram(60, [5, 20], [0, 10, 0], "b")));

        // Ten in (0, 10] and ten in (5, 20]: half of all lies below 10 · x/10 + 10 · (x-5)/15 = 10, that is at x = 8.
        Assert.Equal(8, View(60, Duration).Total.P50[30]!.Value, 6);
    }

    [Fact]
    public void Exponential_histograms_give_percentiles_even_when_their_scale_changes()
    {
        // Scale 1: buckets of a factor √2. Scale 0: of 2. In both, everything lies in (4, 8].
        _store.Add(Metrics("order", Exponential(0, 1, 4, [0, 0]), Exponential(30, 1, 4, [50, 50]), Exponential(60, 0, 2, [300])));

        var values = View(60, Duration).Total;

        Assert.Equal(Math.Sqrt(32), values.P50[10]!.Value, 6);
        Assert.Equal(6, values.P50[50]!.Value, 6);
        Assert.Equal(200 / 30.0, values.Rate[50]!.Value, 6);
    }

    [Fact]
    public void Exemplars_lead_to_their_trace()
    {
        var metric = Histogram(59, [1, 10], [1, 0, 0]);
        metric.Histogram.DataPoints[0].Exemplars.Add(new Exemplar { TimeUnixNano = Seconds(58), AsDouble = 0.7, TraceId = TraceIdBytes(42), SpanId = SpanIdBytes(2) });
        metric.Histogram.DataPoints[0].Exemplars.Add(new Exemplar { TimeUnixNano = Seconds(58), AsDouble = 0.8 });
        _store.Add(Metrics("order", metric));

        var exemplar = Assert.Single(View(60, Duration).Exemplars);

        Assert.Equal((0.7, new TraceId(42), new SpanId(2)), (exemplar.Value, exemplar.TraceId, exemplar.SpanId));
    }

    [Fact]
    public void Twelve_hours_of_a_point_a_second_fit_and_older_ones_go()
    {
        using var store = new TestStore(limits => limits.MaxMetricsCount = 1_000);
        for (var second = 0; second <= 1_500; second++)
            store.Add(Metrics("order", Counter(second, second)));

        Assert.Equal(500, store.Dropped(DropReason.MetricPoints));
        store.Time.Advance(TimeSpan.FromSeconds(1_500));
        var view = store.Read.QueryMetric(new MetricQuery { Resource = Order, Instrument = Orders, Window = TimeSpan.FromHours(12), Steps = 720 })!;
        Assert.Equal(1, view.Total.Values[^2]!.Value, 6);
        Assert.Null(view.Total.Values[^25]);
        Assert.InRange(50_000, TimeSpan.FromHours(12).TotalSeconds, int.MaxValue);
    }

    [Fact]
    public void Too_many_series_are_refused_and_counted()
    {
        using var store = new TestStore(limits => limits.MaxSeriesPerInstrument = 10);

        var result = store.Add(Metrics("order", [.. Enumerable.Range(0, 15).Select(i => Counter(1, 1, ("customer", $"{i}")))]));

        Assert.Equal((5, "5 data points are of more series or instruments than are kept"), (result.Rejected, result.Message));
        Assert.Equal(10, Assert.Single(store.Read.GetInstruments(Order)).SeriesCount);
        Assert.Equal(5, store.Dropped(DropReason.MetricSeries));
    }

    [Fact]
    public void The_memory_of_all_metrics_is_bounded_and_the_largest_series_gives()
    {
        using var store = new TestStore(limits => limits.MaxMetricBytes = 20_000);
        store.Add(Metrics("quiet", Counter(0, 0), Counter(1, 1)));
        for (var second = 0; second < 5_000; second++)
            store.Add(Metrics("order", Counter(second, second)));

        Assert.InRange(store.Dropped(DropReason.MetricPoints), 4_000, 4_900);
        Assert.Equal(1, Assert.Single(store.Read.GetInstruments(new ResourceKey("quiet"))).SeriesCount);
    }

    [Fact]
    public void Points_that_make_no_sense_are_rejected()
    {
        var result = _store.Add(Metrics("order", Histogram(1, [1, 2], [1]), Histogram(1, [2, 1], [1, 1, 1]), Gauge(1, double.NaN), Exponential(1, 9_999, 0, [1])));

        Assert.Equal(4, result.Rejected);
    }

    private MetricView View(double untilSecond, Func<MetricQuery, MetricQuery>? change = null)
    {
        var query = new MetricQuery { Resource = Order, Instrument = Orders, Window = TimeSpan.FromMinutes(1), Until = BaseTime.AddSeconds(untilSecond) };
        return _store.Read.QueryMetric(change?.Invoke(query) ?? query)!;
    }

    private static MetricQuery Duration(MetricQuery query) => query with { Instrument = new InstrumentKey("Shop", "shop.checkout.duration") };

    private static Metric Counter(double second, double value, params (string Key, object Value)[] attributes)
    {
        var point = new NumberDataPoint { TimeUnixNano = Seconds(second), AsDouble = value };
        point.Attributes.AddRange(Attributes(attributes));
        return new Metric
        {
            Name = "shop.orders",
            Unit = "{order}",
            Sum = new Sum { IsMonotonic = true, AggregationTemporality = AggregationTemporality.Cumulative, DataPoints = { point } },
        };
    }

    private static Metric Gauge(double second, double value) => new()
    {
        Name = "queue.length",
        Gauge = new Gauge { DataPoints = { new NumberDataPoint { TimeUnixNano = Seconds(second), AsDouble = value } } },
    };

    private static Metric Histogram(double second, double[] bounds, ulong[] counts, string? instance = null)
    {
        var total = (ulong)counts.Sum(count => (long)count);
        var point = new HistogramDataPoint { TimeUnixNano = Seconds(second), StartTimeUnixNano = Seconds(-1), Count = total, Sum = 5 * total };
        point.ExplicitBounds.AddRange(bounds);
        point.BucketCounts.AddRange(counts);
        if (instance is not null)
            point.Attributes.AddRange(Attributes(("instance", instance)));
        return new Metric
        {
            Name = "shop.checkout.duration",
            Unit = "s",
            Histogram = new Histogram { AggregationTemporality = AggregationTemporality.Cumulative, DataPoints = { point } },
        };
    }

    private static Metric Exponential(double second, int scale, int offset, ulong[] counts)
    {
        var total = (ulong)counts.Sum(count => (long)count);
        var point = new ExponentialHistogramDataPoint { TimeUnixNano = Seconds(second), StartTimeUnixNano = Seconds(-1), Count = total, Sum = total, Scale = scale };
        point.Positive = new ExponentialHistogramDataPoint.Types.Buckets { Offset = offset };
        point.Positive.BucketCounts.AddRange(counts);
        return new Metric
        {
            Name = "shop.checkout.duration",
            ExponentialHistogram = new ExponentialHistogram { AggregationTemporality = AggregationTemporality.Cumulative, DataPoints = { point } },
        };
    }
}
