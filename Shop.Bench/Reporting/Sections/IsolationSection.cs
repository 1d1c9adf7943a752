using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Results;
using Shop.Bench.Statistics;

namespace Shop.Bench.Reporting.Sections;

/// <summary>What the split buys: what still works when a part is dead, and how fast it is back.</summary>
internal static class IsolationSection
{
    /// <summary>Builds the section; null when nothing was killed.</summary>
    public static Section? Build(Analysis analysis)
    {
        var blocks = Blocks(analysis.Report).ToArray();
        return blocks.Length == 0 ? null : new Section("What isolation buys", blocks);
    }

    private static IEnumerable<Block> Blocks(BenchReport report)
    {
        if (report.Outages.Count > 0)
        {
            var requests = report.Outages.Select(o => o.Request).Distinct().ToArray();
            yield return new Paragraph("The process that takes payments was killed (kill -9) and left dead while requests kept coming at a fixed rate. "
                + "In the monolith that process is the whole shop. An order counts as taken when it is answered 201 (confirmed) or 202 (accepted, charged when payments are back).");
            yield return new ShareGrid("Still answered while payments are dead", requests, [.. report.Outages.GroupBy(o => (o.Shape, o.Killed)).Select(shape =>
                new ShareRow($"{shape.Key.Shape} ({shape.Key.Killed} killed)",
                    [.. requests.Select(request => shape.FirstOrDefault(o => o.Request == request)?.Result.SuccessShare)]))]);
            yield return new Table(["Answers", "requests", "answers by status (0: none)"], [.. report.Outages.Select(o => (IReadOnlyList<string>)
            [
                $"{o.Shape}: {o.Request}", Figures.Count(o.Result.Succeeded + o.Result.Failed),
                string.Join(", ", o.Result.Statuses.Select(s => $"{s.Key}: {Figures.Count(s.Value)}")),
            ])]);
        }
        if (report.Recoveries.Count > 0)
        {
            var kills = report.Recoveries.GroupBy(r => (r.Shape, r.Killed)).Select(g => (g.Key.Shape, g.Key.Killed, Seconds: Estimate.Of(g.Select(r => r.Seconds)))).ToArray();
            yield return new BarChart("Back after kill -9", "seconds from the kill, restarted at once, to the first good answer",
                [.. kills.Select(k => new Bar($"{k.Killed} ({k.Shape})", [new BarPart(k.Shape, k.Seconds.Median)], k.Seconds.Low, k.Seconds.High))]);
            yield return new Table(["Killed", "shape", "seconds"], [.. kills.Select(k => (IReadOnlyList<string>)[k.Killed, k.Shape, Figures.Of(k.Seconds)])]);
        }
        if (report.StartUps.Count > 0)
        {
            var starts = report.StartUps.GroupBy(s => s.Shape).Select(g => (Shape: g.Key, Seconds: Estimate.Of(g.Select(s => s.SecondsToHealthy)))).ToArray();
            yield return new BarChart("Start-up", "seconds from nothing to every resource healthy, database server included",
                [.. starts.Select(s => new Bar(s.Shape, [new BarPart(s.Shape, s.Seconds.Median)], s.Seconds.Low, s.Seconds.High))]);
            yield return new Table(["Start-up", "seconds"], [.. starts.Select(s => (IReadOnlyList<string>)[s.Shape, Figures.Of(s.Seconds)])]);
        }
    }
}
