using System.Globalization;
using System.Net;
using System.Text;
using Shop.Bench.Reporting.Blocks;

namespace Shop.Bench.Reporting;

/// <summary>Writes a report as one self-contained HTML file: style and charts inside, no script, nothing asked of the network.</summary>
internal static class HtmlWriter
{
    /// <summary>Writes a report.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="subtitle">What stands under the heading.</param>
    /// <param name="sections">What it holds.</param>
    public static string Write(string title, string subtitle, IReadOnlyList<Section> sections)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Append("<link rel=\"icon\" href=\"data:,\">\n")
            .Append($"<title>{Text(title)}</title>\n<style>\n{ReadStyle()}</style>\n</head>\n<body>\n")
            .Append($"<header><div class=\"wrap\"><h1>{Text(title)}</h1><p>{Text(subtitle)}</p></div></header>\n<div class=\"wrap frame\">\n<nav>");
        foreach (var section in sections)
            html.Append($"<a href=\"#{Anchor(section.Title)}\">{Text(section.Title)}</a>");
        html.Append("</nav>\n<main>\n");
        foreach (var section in sections)
        {
            html.Append($"<section id=\"{Anchor(section.Title)}\">\n<h2>{Text(section.Title)}</h2>\n");
            foreach (var block in section.Blocks)
                Append(html, block);
            html.Append("</section>\n");
        }
        return html.Append("</main>\n</div>\n</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder html, Block block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                html.Append($"<p>{Text(paragraph.Text)}</p>\n");
                break;
            case Sentences sentences:
                html.Append("<ul class=\"findings\">\n");
                foreach (var item in sentences.Items)
                    html.Append($"<li>{Text(item)}</li>\n");
                html.Append("</ul>\n");
                break;
            case TileRow row:
                html.Append("<div class=\"tiles\">\n");
                foreach (var tile in row.Tiles)
                    html.Append($"<div class=\"tile\"><b>{Text(tile.Figure)}</b><span>{Text(tile.Meaning)}</span><small>{Text(tile.Spread)}</small></div>\n");
                html.Append("</div>\n");
                break;
            case Table table:
                AppendTable(html, table);
                break;
            case BarChart chart:
                html.Append(SvgBars.Draw(chart));
                break;
            case LineChart chart:
                html.Append(SvgLines.Draw(chart));
                break;
            case ShareGrid grid:
                AppendGrid(html, grid);
                break;
        }
    }

    private static void AppendTable(StringBuilder html, Table table)
    {
        if (table.Folded)
            html.Append(CultureInfo.InvariantCulture, $"<details><summary>{Text(table.Headers[0])}: {table.Rows.Count} rows</summary>\n");
        html.Append("<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (var header in table.Headers)
            html.Append($"<th scope=\"col\">{Text(header)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append($"<tr><th scope=\"row\">{Text(row[0])}</th>");
            foreach (var cell in row.Skip(1))
                html.Append($"<td>{Text(cell)}</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table></div>\n");
        if (table.Folded)
            html.Append("</details>\n");
    }

    private static void AppendGrid(StringBuilder html, ShareGrid grid)
    {
        html.Append($"<div class=\"scroll\"><table class=\"grid\">\n<thead><tr><th scope=\"col\">{Text(grid.Title)}</th>");
        foreach (var column in grid.Columns)
            html.Append($"<th scope=\"col\">{Text(column)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in grid.Rows)
        {
            html.Append($"<tr><th scope=\"row\">{Text(row.Label)}</th>");
            foreach (var share in row.Shares)
            {
                var grade = share switch { null => "none", >= 0.99 => "good", >= 0.01 => "part", _ => "bad" };
                html.Append($"<td class=\"{grade}\">{(share is { } s ? Text(Figures.Percent(s)) : "–")}</td>");
            }
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table></div>\n");
    }

    private static string Anchor(string title) =>
        string.Concat(title.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlWriter).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The report's style is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
