using System.Globalization;
using System.Net;
using System.Text;
using Shop.Bench.Reporting.Blocks;

namespace Shop.Bench.Reporting;

/// <summary>Draws lines over levels of load as SVG: each level as far from the next as any other, the values from zero.</summary>
internal static class SvgLines
{
    private const int Width = 760;
    private const int Height = 270;
    private const int Left = 64;
    private const int Right = 24;
    private const int Top = 12;
    private const int Bottom = 44;

    /// <summary>Draws a chart.</summary>
    /// <param name="chart">The chart.</param>
    public static string Draw(LineChart chart)
    {
        var svg = new StringBuilder();
        var levels = chart.Lines.SelectMany(line => line.Points).Select(point => point.X).Distinct().Order().ToArray();
        var highest = NiceCeiling(chart.Lines.SelectMany(line => line.Points).Select(point => point.Max).DefaultIfEmpty(0).Max());

        svg.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{Text(chart.Title)} <span>{Text(chart.Unit)}</span></figcaption>\n")
            .Append(SvgLegend.Draw(chart.Lines.Select(line => line.Name)))
            .Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Text(chart.Title)}\">\n");
        const int steps = 4;
        for (var i = 0; i <= steps; i++)
        {
            var value = highest * i / steps;
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"rule\" d=\"M{Left} {Y(value):0.#}H{Width - Right}\"/><text class=\"tick\" x=\"{Left - 8}\" y=\"{Y(value) + 4:0.#}\" text-anchor=\"end\">{Figures.Count(value)}</text>\n");
        }
        foreach (var level in levels)
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{X(level):0.#}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{Figures.Count(level)}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{Text(chart.XTitle)}</text>\n");
        foreach (var line in chart.Lines)
            AppendLine(line);
        return svg.Append("</svg></figure>\n").ToString();

        double X(double level) => levels.Length < 2
            ? (Left + Width - Right) / 2.0
            : Left + 30 + (Array.IndexOf(levels, level) * (Width - Left - Right - 60.0) / (levels.Length - 1));

        double Y(double value) => highest > 0 ? Height - Bottom - (value / highest * (Height - Top - Bottom)) : Height - Bottom;

        void AppendLine(Line line)
        {
            var style = Palette.ClassOf(line.Name);
            var path = string.Join('L', line.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.X):0.#} {Y(p.Y):0.#}")));
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"line {style}\" d=\"M{path}\"/>\n");
            foreach (var p in line.Points)
                svg.Append(CultureInfo.InvariantCulture, $"<path class=\"range {style}\" d=\"M{X(p.X):0.#} {Y(p.Min):0.#}V{Y(p.Max):0.#}\"/><circle class=\"{style}\" cx=\"{X(p.X):0.#}\" cy=\"{Y(p.Y):0.#}\" r=\"4\"><title>{Text(line.Name)}: {Figures.Of(p.Y)} ({Figures.Of(p.Min)}–{Figures.Of(p.Max)})</title></circle>\n");
        }
    }

    // The next of 1, 2, 2.5, 4, 5, 8 or 10 times a power of ten: quarters of it are round figures.
    private static double NiceCeiling(double value)
    {
        if (value <= 0)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1, 2, 2.5, 4, 5, 8, 10 }.Select(step => step * power).First(step => step >= value * 0.999999);
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
