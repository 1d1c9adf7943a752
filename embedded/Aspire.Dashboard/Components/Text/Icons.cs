using Microsoft.AspNetCore.Components;

namespace Aspire.Dashboard.Components.Text;

/// <summary>Line icons on a 16-pixel grid, drawn in the text's colour.</summary>
internal static class Icons
{
    internal static readonly MarkupString Resources = Draw("M2.5 3.5h11v3.5h-11zM2.5 9h11v3.5h-11zM5 5.25h.01M5 10.75h.01");
    internal static readonly MarkupString Console = Draw("M2 3h12v10H2zM4.5 6l2 2-2 2M8.5 10h3");
    internal static readonly MarkupString Logs = Draw("M3 4h1M3 8h1M3 12h1M6.5 4H13M6.5 8H13M6.5 12h4");
    internal static readonly MarkupString Traces = Draw("M2 4h7M5 8h7M8 12h6");
    internal static readonly MarkupString Metrics = Draw("M2 13.5h12M2.5 10.5l3-4 3 2.5 4.5-6");
    internal static readonly MarkupString Theme = Draw("M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11z");
    internal static readonly MarkupString Help = Draw("M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.3 6.3A1.8 1.8 0 1 1 8 8.6v.6M8 11.4h.01");
    internal static readonly MarkupString Search = Draw("M7 11.5A4.5 4.5 0 1 0 7 2.5a4.5 4.5 0 0 0 0 9zM10.3 10.3 13.5 13.5");
    internal static readonly MarkupString Close = Draw("M4 4l8 8M12 4l-8 8");
    internal static readonly MarkupString Chevron = Draw("M6 3.5 10.5 8 6 12.5");
    internal static readonly MarkupString More = Draw("M3.5 8h.01M8 8h.01M12.5 8h.01", 2.4);
    internal static readonly MarkupString Play = Draw("M5 3.5v9l7-4.5z");
    internal static readonly MarkupString Stop = Draw("M4 4h8v8H4z");
    internal static readonly MarkupString Restart = Draw("M12.8 6.5A5 5 0 1 0 13 8.8M13 3v3.5H9.5");
    internal static readonly MarkupString Command = Draw("M9 2 4 9h4l-1 5 5-7H8z");
    internal static readonly MarkupString Copy = Draw("M6 5.5h7v8H6zM3.5 10.5h-.5v-8h7v.5");
    internal static readonly MarkupString Eye = Draw("M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z");
    internal static readonly MarkupString Link = Draw("M6.5 9.5l3-3M7 4.8l1.2-1.2a3 3 0 0 1 4.2 4.2L11.2 9M9 11.2l-1.2 1.2a3 3 0 0 1-4.2-4.2L4.8 7");
    internal static readonly MarkupString Pause = Draw("M5.5 3.5v9M10.5 3.5v9");
    internal static readonly MarkupString Wrap = Draw("M2.5 4h11M2.5 8h9a2 2 0 0 1 0 4.2H8M9.5 10.5 7.8 12.2l1.7 1.7M2.5 12.2h2.7");
    internal static readonly MarkupString Download = Draw("M8 2.5v7.5M5 7.2 8 10.2l3-3M3 13.5h10");
    internal static readonly MarkupString Clock = Draw("M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.3 1.6");
    internal static readonly MarkupString Warning = Draw("M8 2.5 14.5 13.5h-13zM8 6.5v3.2M8 11.6h.01");
    internal static readonly MarkupString Error = Draw("M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.5M8 11h.01");
    internal static readonly MarkupString Graph = Draw("M2 6.5h3.5v3H2zM10.5 2.5H14v3h-3.5zM10.5 10.5H14v3h-3.5zM5.5 8h2.3V4h2.7M7.8 8v4h2.7");
    internal static readonly MarkupString Table = Draw("M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.6h11M6.5 6.3V13");
    internal static readonly MarkupString Plus = Draw("M8 3v10M3 8h10");
    internal static readonly MarkupString Trash = Draw("M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9");
    internal static readonly MarkupString Path = Draw("M2.5 4h5v4h3v4h3");
    internal static readonly MarkupString Expand = Draw("M4.5 6 8 2.5 11.5 6M4.5 10 8 13.5 11.5 10");
    internal static readonly MarkupString Collapse = Draw("M4.5 2.5 8 6l3.5-3.5M4.5 13.5 8 10l3.5 3.5");

    private static MarkupString Draw(string path, double width = 1.5) =>
        new(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"<svg class=\"icon\" viewBox=\"0 0 16 16\" aria-hidden=\"true\" stroke-width=\"{width}\"><path d=\"{path}\"/></svg>"));
}
