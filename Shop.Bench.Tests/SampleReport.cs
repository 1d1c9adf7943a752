using Shop.Bench.Cost;
using Shop.Bench.Load;
using Shop.Bench.Processes;
using Shop.Bench.Results;

namespace Shop.Bench.Tests;

/// <summary>A run made up by rule, so that what a report says of it can be worked out by hand.</summary>
internal static class SampleReport
{
    private const double Gib = 1024 * 1024 * 1024;

    public static BenchReport Create(int starts = 6)
    {
        var measurements = new List<Measurement>();
        for (var start = 1; start <= starts; start++)
        {
            // Later starts are a little faster: 0.95, 0.97, 0.99, 1.01, 1.03, 1.05 of the figure for six starts.
            var drift = 1 + (0.02 * (start - ((starts + 1) / 2.0)));
            foreach (var clients in new[] { 1, 4, 16, 64 })
            {
                var busy = Math.Min(1, 0.25 + (clients / 21.0));
                Add(Scenarios.List, Shapes.Services, 20_000);
                Add(Scenarios.List, Shapes.Monolith, 21_000);
                Add(Scenarios.One, Shapes.Services, 19_000);
                Add(Scenarios.One, Shapes.Monolith, 20_000);
                Add(Scenarios.ListUncached, Shapes.Services, 4_600);
                Add(Scenarios.ListUncached, Shapes.Monolith, 4_700);
                Add(Scenarios.ListUncached, Shapes.Bare, 5_000);
                Add(Scenarios.ListUncached, Shapes.PgBenchRead, 11_000);
                Add(Scenarios.Checkout, Shapes.PgBenchOne, 4_000);
                Add(Scenarios.Checkout, Shapes.Monolith, 2_400);
                Add(Scenarios.Checkout, Shapes.PgBenchFour, 1_500);
                Add(Scenarios.Checkout, Shapes.MonolithSteps, 1_200);
                Add(Scenarios.Checkout, Shapes.Services, 800);
                Add(Scenarios.Checkout, Shapes.ServicesAgain, 804);
                Add(Scenarios.ListUncached, Shapes.ServicesAgain, 4_500);
                Add(Scenarios.Mix, Shapes.Monolith, 9_000);
                Add(Scenarios.Mix, Shapes.Services, 5_000);
                if (clients == 16)
                {
                    Add(Scenarios.Checkout, Shapes.WithoutTelemetry(Shapes.Services), 880);
                    Add(Scenarios.ProductList, Shapes.AsJson(Shapes.WithPages(Shapes.Services)), 4_600);
                    Add(Scenarios.ProductList, Shapes.AsPage(Shapes.WithPages(Shapes.Services)), 2_300);
                    Add(Scenarios.Nothing, Shapes.Open, 20_000);
                    Add(Scenarios.Nothing, Shapes.Guarded, 10_000);
                    Add(Scenarios.ListUncached, Shapes.WithProductReplicas(2), 4_500);
                    Add(Scenarios.ListUncached, Shapes.WithProductReplicas(3), 4_400);
                }

                void Add(string scenario, string shape, double perSecond) => measurements.Add(new Measurement(
                    scenario, shape, LoadKind.ClosedLoop, clients, start, 1, Result(perSecond * drift * busy, clients * 1000 / (perSecond * drift * busy), clients), Usage(shape)));
            }
            foreach (var shape in new[] { Shapes.Services, Shapes.Monolith })
                measurements.Add(new Measurement(Scenarios.Checkout, shape, LoadKind.OpenLoop, 200, start, 1, Result(200, shape == Shapes.Services ? 6 : 2, 1) with { Schedule = new ScheduleKept(200, 0, 3) }, Usage(shape)));
        }
        return new BenchReport(
            new MachineInfo(2, 24, "Debian GNU/Linux 12", ".NET 10.0.9", "PostgreSQL 15.18"),
            new RunInfo(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero), 300, "short", starts, 1, 7, 1, 5),
            measurements,
            [
                new StartUp(Shapes.Services, 5.5, [AtRest("product-api", 100), AtRest("order-api", 110), AtRest("payment-api", 90), AtRest("postgres", 50)]),
                new StartUp(Shapes.Monolith, 3.25, [AtRest("shop", 120), AtRest("postgres", 40)]),
            ],
            [new Recovery(Shapes.Services, "payment-api", 1.5), new Recovery(Shapes.Monolith, "shop", 2)],
            Outages(),
            Hops(),
            [new WalCount(Shapes.Services, 3900, 0.5), new WalCount(Shapes.Services, 4100, 0.7), new WalCount(Shapes.Monolith, 2000, 0.1)],
            PriceList.Read(Path.Combine(AppContext.BaseDirectory, "Cost", "prices.json")),
            ["Flask + SQLAlchemy was not measured: python3 has no module named flask."]);
    }

    private static ProcessMemory AtRest(string name, int mebibytes) =>
        new(name, name == "postgres" ? ProcessRole.Database : ProcessRole.Service, mebibytes * 1024L * 1024);

    private static Outage[] Outages() =>
    [
        new Outage(Shapes.Services, "payment-api", Scenarios.List, Result(100, 1, 1)),
        new Outage(Shapes.Services, "payment-api", Scenarios.Checkout, Result(20, 5, 1) with { Statuses = new Dictionary<int, long> { [202] = 20 } }),
        new Outage(Shapes.Services, "payment-api", "GET /payments", new LoadResult(0, 20, 1, new LatencySummary(0, 0, 0, 0, 0, 0), new Dictionary<int, long> { [0] = 20 }, 0)),
        new Outage(Shapes.Monolith, "shop", Scenarios.List, new LoadResult(0, 100, 1, new LatencySummary(0, 0, 0, 0, 0, 0), new Dictionary<int, long> { [0] = 100 }, 0)),
        new Outage(Shapes.Monolith, "shop", Scenarios.Checkout, new LoadResult(0, 20, 1, new LatencySummary(0, 0, 0, 0, 0, 0), new Dictionary<int, long> { [0] = 20 }, 0)),
        new Outage(Shapes.Monolith, "shop", "GET /payments", new LoadResult(0, 20, 1, new LatencySummary(0, 0, 0, 0, 0, 0), new Dictionary<int, long> { [0] = 20 }, 0)),
    ];

    private static HopCount[] Hops() =>
    [
        new HopCount(Scenarios.Checkout, Shapes.Services, [new("order-api", 1, 0.003, 2), new("product-api", 1, 0.001, 1), new("payment-api", 1, 0.001, 1)], 4),
        new HopCount(Scenarios.Checkout, Shapes.Monolith, [new("shop", 1, 0.0015, 3)], 1),
        .. new[] { Scenarios.List, Scenarios.One }.SelectMany(scenario => new[]
        {
            new HopCount(scenario, Shapes.Services, [new("product-api", 1, 0.0004, 0)], 0), new HopCount(scenario, Shapes.Monolith, [new("shop", 1, 0.0004, 0)], 0),
        }),
    ];

    private static LoadResult Result(double perSecond, double milliseconds, double inFlight) => new(
        (long)perSecond, 0, 1, new LatencySummary(milliseconds, 1.6 * milliseconds, 3 * milliseconds, 5 * milliseconds, 8 * milliseconds, 1.2 * milliseconds),
        new Dictionary<int, long> { [200] = (long)perSecond }, inFlight);

    private static ProcessUsage[] Usage(string shape)
    {
        ProcessUsage database = new("postgres", ProcessRole.Database, 0.5, (long)(0.2 * Gib));
        ProcessUsage generator = new("load generator", ProcessRole.Generator, 0.3, (long)(0.1 * Gib));
        return shape.StartsWith(Shapes.Services, StringComparison.Ordinal)
            ? [Service("product-api"), Service("order-api"), Service("payment-api"), database, generator]
            : shape is Shapes.Open or Shapes.Guarded ? [Service("endpoint"), generator]
            : shape.StartsWith("monolith", StringComparison.Ordinal) ? [Service("shop"), database, generator] : [database, generator];

        static ProcessUsage Service(string name) => new(name, ProcessRole.Service, 0.4, (long)(0.15 * Gib));
    }
}
