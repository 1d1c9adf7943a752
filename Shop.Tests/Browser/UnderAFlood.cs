using System.Diagnostics;
using Shop.Tests.Hosting;

namespace Shop.Tests.Browser;

/// <summary>A service that has lost its head sends more than anybody can read.</summary>
public sealed class UnderAFlood(DashboardFixture dashboard) : DashboardTest(dashboard)
{
    private const int SpansInAll = 100_000;
    private const int SpansInARequest = 1_000;
    private const int SpansInATrace = 4;
    private const int Glances = 5;

    private Page Page => Dashboard.Page;

    [Fact]
    public async Task The_page_answers_while_a_hundred_thousand_spans_arrive_and_the_traces_of_others_stay()
    {
        var product = await Dashboard.NewProductAsync(stock: 10);
        var order = await Dashboard.ConfirmedOrderAsync(product.Id);
        Page.Open("/traces");
        await Page.SeesAsync("[data-testid=trace-row]");

        // The flood goes on until the page has been used often enough: that the page answers *meanwhile* is what is tested.
        using var looked = new CancellationTokenSource();
        var flood = Task.Run(() => FloodAsync(looked.Token), TestContext.Current.CancellationToken);
        var answers = new List<TimeSpan>();
        for (var glance = 0; glance < Glances; glance++)
        {
            var clock = Stopwatch.StartNew();
            await Page.ClickAsync("[data-testid=sort-duration]");
            var wanted = glance % 2 == 0 ? "descending" : "ascending";
            await Page.SeesAsync($"traces by duration, {wanted}", () => Page.Attributes("th[aria-sort]:has([data-testid=sort-duration])", "aria-sort"), sorts => sorts is [var sort] && sort == wanted);
            answers.Add(clock.Elapsed);
        }

        // No letter may get lost that is typed while the page is drawn anew all the time.
        await Page.TypeAsync("[data-testid=trace-search]", order.Id.ToString());
        await Page.SeesAsync("the trace of the order in spite of the flood", () => Page.Texts("[data-testid=trace-name]"), names => names is [var name] && name.Contains("POST /orders", StringComparison.Ordinal));
        await looked.CancelAsync();
        var (sent, took) = await flood;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{sent} spans in {took.TotalSeconds:0.00} s, meanwhile the page answered after {string.Join(", ", answers.Select(a => $"{a.TotalMilliseconds:0}"))} ms.");

        await Page.SeesAsync("word of what is dropped", () => Page.Text("[data-testid=drop-banner]"), text => text.Contains("trace", StringComparison.OrdinalIgnoreCase));
    }

    private async Task<(int Sent, TimeSpan Took)> FloodAsync(CancellationToken looked)
    {
        using var sender = new Sender(Dashboard.Otlp, "flood");
        var clock = Stopwatch.StartNew();
        var sent = 0;
        while (sent < SpansInAll || !looked.IsCancellationRequested)
        {
            await sender.SendAsync(Batch(), TestContext.Current.CancellationToken);
            sent += SpansInARequest;
        }

        return (sent, clock.Elapsed);
    }

    private static IEnumerable<OpenTelemetry.Proto.Trace.V1.Span> Batch()
    {
        for (var trace = 0; trace < SpansInARequest / SpansInATrace; trace++)
        {
            var traceId = Sender.Id(16);
            var root = Sender.Span(traceId, "GET /flood", TimeSpan.FromMilliseconds(Random.Shared.Next(1, 100)));
            yield return root;
            for (var child = 1; child < SpansInATrace; child++)
            {
                var span = Sender.Span(traceId, $"step {child}", TimeSpan.FromMilliseconds(1));
                span.ParentSpanId = root.SpanId;
                yield return span;
            }
        }
    }
}
