using System.Text;
using Shop.Bench.Reporting.Blocks;

namespace Shop.Bench.Reporting;

/// <summary>Writes a report as Markdown: the words and the tables, without the charts.</summary>
internal static class MarkdownWriter
{
    /// <summary>Writes a report.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="sections">What it holds.</param>
    public static string Write(string title, IEnumerable<Section> sections)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(title).Append("\n\n");
        foreach (var section in sections)
        {
            text.Append("## ").Append(section.Title).Append("\n\n");
            foreach (var block in section.Blocks)
                Append(text, block);
        }
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Append(StringBuilder text, Block block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                text.Append(paragraph.Text).Append("\n\n");
                break;
            case Sentences sentences:
                foreach (var item in sentences.Items)
                    text.Append("- ").Append(item).Append('\n');
                text.Append('\n');
                break;
            case TileRow row:
                foreach (var tile in row.Tiles)
                {
                    var spread = tile.Spread.Length > 0 ? $" ({tile.Spread})" : "";
                    text.Append("- **").Append(tile.Figure).Append("** ").Append(tile.Meaning).Append(spread).Append('\n');
                }
                text.Append('\n');
                break;
            case Table table:
                AppendTable(text, table.Headers, table.Rows);
                break;
            case ShareGrid grid:
                AppendTable(text, [grid.Title, .. grid.Columns], [.. grid.Rows.Select(row =>
                    (IReadOnlyList<string>)[row.Label, .. row.Shares.Select(share => share is { } s ? Figures.Percent(s) : "–")])]);
                break;
        }
    }

    private static void AppendTable(StringBuilder text, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        AppendRow(headers);
        text.Append('|').Append(" --- |").Append(string.Concat(Enumerable.Repeat(" ---: |", headers.Count - 1))).Append('\n');
        foreach (var row in rows)
            AppendRow(row);
        text.Append('\n');

        void AppendRow(IReadOnlyList<string> cells)
        {
            text.Append('|');
            foreach (var cell in cells)
                text.Append(' ').Append(cell.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |");
            text.Append('\n');
        }
    }
}
