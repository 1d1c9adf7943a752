using System.Text.RegularExpressions;
using Shop.Tests.Hosting;

namespace Shop.Tests.Architecture;

/// <summary>The tour in <c>docs/architecture.md</c> leads to files that exist, and stays short enough to be walked.</summary>
public sealed partial class TourOfTheCode
{
    private const int MaxStops = 20;
    private const int MaxLinesOfAStop = 250;
    private const int MaxLines = 2500;

    private static readonly string Docs = Path.Combine(RepositoryRoot.Find().FullName, "docs");

    [Fact]
    public async Task One_order_is_followed_in_at_most_twenty_files()
    {
        var stops = Stop().Matches(await File.ReadAllTextAsync(Path.Combine(Docs, "architecture.md"), TestContext.Current.CancellationToken));

        Assert.Equal(Enumerable.Range(1, stops.Count).Select(number => $"{number}"), stops.Select(stop => stop.Groups["number"].Value));
        Assert.InRange(stops.Count, 1, MaxStops);
        var lines = stops.Select(stop => File.ReadLines(Path.GetFullPath(Path.Combine(Docs, stop.Groups["path"].Value))).Count()).ToArray();
        Assert.All(lines, count => Assert.InRange(count, 1, MaxLinesOfAStop));
        Assert.InRange(lines.Sum(), 1, MaxLines);
    }

    /// <summary>A row of the tour: its number, and the file as a link.</summary>
    [GeneratedRegex(@"^\| (?<number>\d+) \| \[[^\]]+\]\((?<path>[^)]+)\) \|", RegexOptions.Multiline)]
    private static partial Regex Stop();
}
