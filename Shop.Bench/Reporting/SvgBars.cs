using System.Globalization;
using System.Net;
using System.Text;
using Shop.Bench.Reporting.Blocks;

namespace Shop.Bench.Reporting;

/// <summary>Draws horizontal bars as SVG.</summary>
internal static class SvgBars
{
    private const int Width = 760;
    private const int LabelWidth = 230;
    private const int ValueWidth = 110;
    private const int RowHeight = 30;
    private const int BarHeight = 18;

    /// <summary>Draws a chart.</summary>
    /// <param name="chart">The chart.</param>
    public static string Draw(BarChart chart)
    {
        var svg = new StringBuilder();
        var height = (chart.Bars.Count * RowHeight) + 8;
        var longest = chart.Bars.Select(bar => Math.Max(bar.Total, bar.Max ?? 0)).DefaultIfEmpty(0).Max();
        var scale = longest > 0 ? (Width - LabelWidth - ValueWidth) / longest : 0;
        var partNames = chart.Bars.SelectMany(bar => bar.Parts).Select(part => part.Name).Distinct().ToArray();
        var hasLegend = chart.Bars.Any(bar => bar.Parts.Count > 1);

        svg.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{Text(chart.Title)} <span>{Text(chart.Unit)}</span></figcaption>\n");
        if (hasLegend)
            svg.Append(SvgLegend.Draw(partNames));
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{Text(chart.Title)}\">\n");
        for (var i = 0; i < chart.Bars.Count; i++)
            AppendBar(svg, chart.Bars[i], (i * RowHeight) + 4, scale);
        return svg.Append("</svg></figure>\n").ToString();
    }

    private static void AppendBar(StringBuilder svg, Bar bar, int top, double scale)
    {
        var middle = top + (RowHeight / 2);
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"label\" x=\"{LabelWidth - 10}\" y=\"{middle + 4}\" text-anchor=\"end\">{Text(bar.Label)}</text>\n");
        double x = LabelWidth;
        foreach (var part in bar.Parts)
        {
            var width = part.Value * scale;
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{Palette.ClassOf(part.Name)}\" x=\"{x:0.#}\" y=\"{middle - (BarHeight / 2)}\" width=\"{width:0.#}\" height=\"{BarHeight}\" rx=\"3\"><title>{Text(part.Name)}: {Figures.Of(part.Value)}</title></rect>\n");
            x += width;
        }
        if (bar is { Min: { } min, Max: { } max } && max > min)
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"whisker\" d=\"M{LabelWidth + (min * scale):0.#} {middle}H{LabelWidth + (max * scale):0.#}m0 -4v8M{LabelWidth + (min * scale):0.#} {middle - 4}v8\"/>\n");
        var end = Math.Max(x, LabelWidth + ((bar.Max ?? 0) * scale));
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"value\" x=\"{end + 8:0.#}\" y=\"{middle + 4}\">{Figures.Of(bar.Total)}</text>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
