using System.Globalization;
using System.Net;
using System.Text;

namespace Shop.Bench.Reporting;

/// <summary>Says which colour is which name.</summary>
internal static class SvgLegend
{
    /// <summary>Draws a legend.</summary>
    /// <param name="names">The names, in the order of the chart.</param>
    public static string Draw(IEnumerable<string> names)
    {
        var html = new StringBuilder("<div class=\"legend\">");
        foreach (var name in names)
        {
            html.Append(CultureInfo.InvariantCulture, $"<span><svg width=\"11\" height=\"11\" aria-hidden=\"true\"><rect class=\"{Palette.ClassOf(name)}\" width=\"11\" height=\"11\" rx=\"3\"/></svg>")
                .Append(WebUtility.HtmlEncode(name)).Append("</span>");
        }
        return html.Append("</div>\n").ToString();
    }
}
