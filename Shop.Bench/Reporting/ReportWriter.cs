using System.Globalization;
using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Reporting.Sections;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting;

/// <summary>Writes a run's three files: <c>report.html</c> to look at, <c>report.md</c> to quote, <c>report.json</c> to compute with.</summary>
internal static class ReportWriter
{
    private const string Title = "Micro against mono";

    /// <summary>Writes the files.</summary>
    /// <param name="report">The run.</param>
    /// <param name="directory">Where to; made when missing.</param>
    public static async Task WriteAsync(BenchReport report, string directory)
    {
        Directory.CreateDirectory(directory);
        var sections = Sections(report);
        await File.WriteAllTextAsync(Path.Combine(directory, "report.html"), HtmlWriter.Write(Title, Subtitle(report), sections));
        await File.WriteAllTextAsync(Path.Combine(directory, "report.md"), MarkdownWriter.Write(Title, [new Section("Run", [new Paragraph(Subtitle(report))]), .. sections]));
        await File.WriteAllTextAsync(Path.Combine(directory, "report.json"), ReportJson.Write(report));
    }

    /// <summary>What a report holds, in the order it is read.</summary>
    /// <param name="report">The run.</param>
    public static IReadOnlyList<Section> Sections(BenchReport report)
    {
        var analysis = new Analysis(report);
        Section?[] sections =
        [
            AnswerSection.Build(analysis), RatioSection.Build(analysis), PriceOfTheSplitSection.Build(analysis), ThroughputSection.Build(analysis), LatencySection.Build(analysis),
            PhysicalSection.Build(analysis), ResourceSection.Build(analysis), IsolationSection.Build(analysis), VariantSection.Build(analysis), PeopleSection.Build(analysis), CostSection.Build(analysis), RequestPriceSection.Build(analysis),
            TargetSection.Build(analysis), MethodSection.Build(analysis),
        ];
        return [.. sections.OfType<Section>()];
    }

    private static string Subtitle(BenchReport report) => string.Create(CultureInfo.InvariantCulture,
        $"One shop run as three services and as a monolith, measured on {report.Machine.Cores} cores and {report.Machine.MemoryGib:0} GiB, {report.Machine.OperatingSystem}, {report.Machine.Runtime}, {report.Machine.Database}; {report.Run.Started:yyyy-MM-dd HH:mm} UTC, {report.Run.Starts} starts of each contender in {report.Run.Seconds / 60:0.0} minutes ({report.Run.Effort}).");
}
