using System.Globalization;
using System.Text;
using Aspire.Dashboard.Components.Text;

namespace Aspire.Dashboard.Components.Pages;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Color">Its style class.</param>
/// <param name="Values">Its values along the chart's times; null where there is none.</param>
public sealed record ChartLine(string Name, string Color, IReadOnlyList<double?> Values);

/// <summary>A dot of a chart that leads to a trace.</summary>
/// <param name="Time">When it was measured, UTC.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Link">Address of the trace.</param>
public sealed record ChartDot(DateTime Time, double Value, string Link);

/// <summary>
/// Lines over time on one scale, computed here and drawn as SVG. The drawing is 1000 × 1000 and is stretched to its box;
/// what must not be stretched, such as labels and dots, is placed over it in percent.
/// </summary>
public sealed class Chart
{
    private const int Size = 1000;

    /// <summary>Prepares a chart.</summary>
    public Chart(IReadOnlyList<DateTime> times, IReadOnlyList<ChartLine> lines, string unit, IReadOnlyList<ChartDot>? dots = null)
    {
        (Times, Lines, Unit) = (times, lines, unit);
        var values = lines.SelectMany(l => l.Values).OfType<double>().Where(double.IsFinite).DefaultIfEmpty().ToArray();
        Max = Quantities.NiceCeiling(values.Max());
        Min = values.Min() < 0 ? -Quantities.NiceCeiling(-values.Min()) : 0;
        Dots = [.. (dots ?? []).Where(d => times.Count > 1 && d.Time >= times[0] && d.Time <= times[^1])];
    }

    /// <summary>The moments along the axis, UTC.</summary>
    public IReadOnlyList<DateTime> Times { get; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<ChartLine> Lines { get; }

    /// <summary>Unit of all values.</summary>
    public string Unit { get; }

    /// <summary>The dots inside the axis.</summary>
    public IReadOnlyList<ChartDot> Dots { get; }

    /// <summary>Upper end of the scale.</summary>
    public double Max { get; }

    /// <summary>Lower end of the scale.</summary>
    public double Min { get; }

    /// <summary>Whether anything was measured.</summary>
    public bool HasValues => Lines.Any(l => l.Values.Any(v => v is not null));

    /// <summary>Labels of the scale from top to bottom, with their place in percent.</summary>
    internal IEnumerable<(string Label, double Top)> Scale()
    {
        const int steps = 4;
        for (var i = 0; i <= steps; i++)
            yield return (Quantities.Show(Max - ((Max - Min) * i / steps), Unit), 100.0 * i / steps);
    }

    /// <summary>The line as an SVG path; a gap where nothing was measured, a dash for a lone value.</summary>
    internal string Path(ChartLine line)
    {
        var path = new StringBuilder();
        var isDrawing = false;
        for (var i = 0; i < line.Values.Count; i++)
        {
            if (line.Values[i] is not { } value || !double.IsFinite(value))
            {
                isDrawing = false;
                continue;
            }

            var x = line.Values.Count == 1 ? 0 : (double)Size * i / (line.Values.Count - 1);
            path.Append(CultureInfo.InvariantCulture, $"{(isDrawing ? 'L' : 'M')}{x:0.#} {Size * Top(value) / 100:0.#}");
            if (!isDrawing && (i + 1 >= line.Values.Count || line.Values[i + 1] is null))
                path.Append("h6");
            isDrawing = true;
        }

        return path.ToString();
    }

    /// <summary>Where a dot lies, as a style.</summary>
    internal string Place(ChartDot dot)
    {
        var left = 100 * ((dot.Time - Times[0]) / (Times[^1] - Times[0]));
        return string.Create(CultureInfo.InvariantCulture, $"left:{left:0.##}%;top:{Math.Clamp(Top(dot.Value), 0, 100):0.##}%");
    }

    /// <summary>What to read at one moment: a line for each value.</summary>
    internal string Readout(int step, BrowserTime times)
    {
        var text = new StringBuilder(times.Seconds(new DateTimeOffset(DateTime.SpecifyKind(Times[step], DateTimeKind.Utc))));
        foreach (var line in Lines)
            text.Append('\n').Append(line.Name).Append("  ").Append(line.Values.Count > step && line.Values[step] is { } v ? Quantities.Show(v, Unit) : "–");
        return text.ToString();
    }

    private double Top(double value) => 100 * (Max - value) / (Max - Min);
}
