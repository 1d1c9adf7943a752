using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shop.Bench.Reporting;
using Shop.Bench.Reporting.Blocks;
using Shop.Bench.Reporting.Sections;
using Shop.Bench.Results;

namespace Shop.Bench.Tests;

public sealed partial class ReportTests
{
    [Fact]
    public void The_answer_tells_the_price_of_the_commits_from_the_price_of_the_hops()
    {
        var text = MarkdownWriter.Write("t", ReportWriter.Sections(SampleReport.Create()));

        // 2,400 to 1,200 is the commits, 1,200 to 800 the hops.
        Assert.Contains("a factor of 3.00: the extra commits make 2.00 of it, processes and hops 1.50", text, StringComparison.Ordinal);
        Assert.Contains("Most of the price is in the commits, not in the network.", text, StringComparison.Ordinal);
        Assert.Contains("handled by 3 processes in the services and 1 in the monolith.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_month_by_the_request_stands_beside_what_the_article_would_make_it()
    {
        var months = Tables(SampleReport.Create()).Single(table => table.Headers[0] == "A month at" && table.Rows[0][0].StartsWith("AWS Lambda", StringComparison.Ordinal));

        Assert.Contains(months.Rows, row => row[0] == "AWS Lambda: three services");
        // 1.2 requests for each that enters: (3,153,600 - 1,000,000) at 4 a million.
        Assert.Equal("8.61", months.Rows.Single(row => row[0] == "AWS Lambda (article): three services")[1]);
    }

    [Fact]
    public void What_an_order_costs_physically_is_one_table()
    {
        var table = Tables(SampleReport.Create()).Single(t => t.Headers[0] == "An order");
        var services = table.Rows.Single(row => row[0] == Shapes.Services);

        // Three services of 0.4 s and a database of 0.5 s of CPU for 800 orders.
        Assert.StartsWith("2.1", services[1], StringComparison.Ordinal);
        Assert.StartsWith("0.6", services[2], StringComparison.Ordinal);
        Assert.Equal(["4,000 (3,900–4,100)", "0.60 (0.50–0.70)", "3", "4", "4", "350", "50.0"], services.Skip(3));
        Assert.Equal("–", table.Rows.Single(row => row[0] == Shapes.MonolithSteps)[3]);
    }

    [Fact]
    public void What_still_works_without_payments_is_shown_for_each_shape()
    {
        var text = MarkdownWriter.Write("t", ReportWriter.Sections(SampleReport.Create()));
        Assert.Contains("| three services (payment-api killed) | 100 % | 100 % | 0 % |", text, StringComparison.Ordinal);
        Assert.Contains("| monolith, one transaction (shop killed) | 0 % | 0 % | 0 % |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_pages_and_tokens_cost_is_told()
    {
        var text = MarkdownWriter.Write("t", ReportWriter.Sections(SampleReport.Create()));

        var lists = Tables(SampleReport.Create()).Single(table => table.Headers[0] == "List of products");
        Assert.Equal("three services, with pages", lists.Rows.Single()[0]);
        Assert.StartsWith("× 0.5", lists.Rows.Single()[^1], StringComparison.Ordinal);
        // 0.4 s of CPU for 10,000 requests, and for 20,000.
        Assert.Contains("Checking costs 20.0 µs of CPU.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_aim_stands_beside_what_was_measured()
    {
        var table = Tables(SampleReport.Create()).Single(t => t.Headers[0] == "Ratio");
        Assert.Contains(table.Rows, row => row[0].StartsWith("Checkout, monolith against pgbench", StringComparison.Ordinal) && row[^1] == "reached");
        Assert.Contains(table.Rows, row => row[0].StartsWith("Uncached list, services against bare", StringComparison.Ordinal) && row[^1] == "reached");
        Assert.DoesNotContain(table.Rows, row => row[0].Contains("Flask", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_window_is_in_the_report_with_none_left_out()
    {
        var report = SampleReport.Create();
        var table = Tables(report).Single(t => t.Headers[0] == "Window");
        Assert.Equal(report.Measurements.Count, table.Rows.Count);
        Assert.All(table.Rows, row => Assert.Equal(table.Headers.Count, row.Count));
    }

    [Fact]
    public void A_load_generator_that_takes_too_much_of_the_machine_is_a_warning()
    {
        var report = SampleReport.Create(starts: 1);
        Assert.DoesNotContain(MethodSection.Warnings(new Analysis(report)), w => w.StartsWith("Warning", StringComparison.Ordinal));

        var greedy = report.Measurements[0] with { Usage = [new("load generator", Shop.Bench.Processes.ProcessRole.Generator, 1.5, 1)] };
        var warnings = MethodSection.Warnings(new Analysis(report with { Measurements = [greedy] }));

        Assert.Contains(warnings, w => w.Contains("took up to 75 % of the machine", StringComparison.Ordinal));
    }

    [Fact]
    public void Failed_requests_are_a_warning()
    {
        var report = SampleReport.Create(starts: 1);
        var failing = report.Measurements[0] with { Result = report.Measurements[0].Result with { Failed = 3 } };
        Assert.Contains(MethodSection.Warnings(new Analysis(report with { Measurements = [failing] })),
            w => w.StartsWith("Warning: 3 of", StringComparison.Ordinal));
    }

    [Fact]
    public void A_report_survives_its_json()
    {
        var report = SampleReport.Create();
        var again = ReportJson.Read(ReportJson.Write(report));
        Assert.Equal(ReportJson.Write(report), ReportJson.Write(again));
        Assert.Equal(MarkdownWriter.Write("t", ReportWriter.Sections(report)), MarkdownWriter.Write("t", ReportWriter.Sections(again)));
    }

    [Fact]
    public async Task The_page_is_one_well_formed_file_that_asks_nothing_of_the_network()
    {
        var directory = Directory.CreateTempSubdirectory("shop-report-");
        try
        {
            await ReportWriter.WriteAsync(SampleReport.Create(), directory.FullName);
            var html = await File.ReadAllTextAsync(Path.Combine(directory.FullName, "report.html"), TestContext.Current.CancellationToken);

            Assert.DoesNotMatch(OutsideReference(), html);
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            var pictures = Picture().Matches(html);
            Assert.True(pictures.Count > 10);
            Assert.All(pictures, picture => XElement.Parse(picture.Value.Replace(" aria-hidden=\"true\"", "", StringComparison.Ordinal)));
            Assert.Equal(["report.html", "report.json", "report.md"], directory.GetFiles().Select(f => f.Name).Order());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_report_of_nothing_is_still_a_report()
    {
        var empty = SampleReport.Create() with { Measurements = [], Outages = [], StartUps = [], Recoveries = [], Hops = [] };
        Assert.NotEmpty(HtmlWriter.Write("t", "s", ReportWriter.Sections(empty)));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.00123, "0.0012")]
    [InlineData(1.006, "1.01")]
    [InlineData(0.0123, "0.012")]
    [InlineData(12.34, "12.3")]
    [InlineData(12345.6, "12,346")]
    public void A_figure_shows_three_digits_that_mean_something(double value, string text) => Assert.Equal(text, Figures.Of(value));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.001, "<1 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.996, ">99 %")]
    [InlineData(1, "100 %")]
    public void A_share_reads_as_all_or_nothing_only_when_it_is(double share, string text) => Assert.Equal(text, Figures.Percent(share));

    private static IEnumerable<Table> Tables(BenchReport report) => ReportWriter.Sections(report).SelectMany(s => s.Blocks).OfType<Table>();

    [GeneratedRegex("""(src|href)="(?!#|data:)|url\(|@import""")]
    private static partial Regex OutsideReference();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Picture();
}
