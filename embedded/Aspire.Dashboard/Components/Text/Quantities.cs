using System.Globalization;

namespace Aspire.Dashboard.Components.Text;

/// <summary>Measured values with their UCUM unit, as OpenTelemetry gives it: <c>s</c>, <c>By</c>, <c>{request}</c>, <c>1</c>.</summary>
internal static class Quantities
{
    /// <summary>A value with its unit in the size that suits it.</summary>
    internal static string Show(double value, string unit)
    {
        var (plain, rate) = unit.EndsWith("/s", StringComparison.Ordinal) ? (unit[..^2], "/s") : (unit, "");
        return plain switch
        {
            "s" when rate.Length == 0 => Durations.Fine(Span(value, TimeSpan.TicksPerSecond)),
            "ms" when rate.Length == 0 => Durations.Fine(Span(value, TimeSpan.TicksPerMillisecond)),
            "us" or "µs" when rate.Length == 0 => Durations.Fine(Span(value, TimeSpan.TicksPerMicrosecond)),
            "By" => Bytes(value) + rate,
            "" or "1" => Number(value) + rate,
            "%" => Number(value) + " %",
            _ => $"{Number(value)} {Word(plain)}{rate}",
        };
    }

    /// <summary>The unit for a heading: <c>request/s</c>; empty for plain numbers.</summary>
    internal static string UnitName(string unit) => unit switch
    {
        "" or "1" => "",
        "By" => "bytes",
        "By/s" => "bytes/s",
        "1/s" or "/s" => "per second",
        "s" => "seconds",
        "ms" => "milliseconds",
        _ => unit.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal),
    };

    /// <summary>The least of 1, 2, 2.5, 5 times a power of ten that is not below the value: a good end of an axis.</summary>
    internal static double NiceCeiling(double value)
    {
        if (value <= 0 || !double.IsFinite(value))
            return 1;

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (var step in (ReadOnlySpan<double>)[1, 2, 2.5, 5])
        {
            if (value <= step * power * 1.0000001)
                return step * power;
        }

        return 10 * power;
    }

    private static TimeSpan Span(double value, long ticks)
    {
        var total = value * ticks;
        return double.IsFinite(total) && Math.Abs(total) < long.MaxValue / 2.0 ? TimeSpan.FromTicks((long)total) : TimeSpan.Zero;
    }

    private static string Word(string unit) => unit.Trim('{', '}');

    private static string Bytes(double value) => Scale(value, 1024, ["B", "KiB", "MiB", "GiB", "TiB"], " ");

    private static string Number(double value) => Scale(value, 1000, ["", "k", "M", "G", "T"], "");

    private static string Scale(double value, double step, ReadOnlySpan<string> names, string gap)
    {
        var size = 0;
        while (Math.Abs(value) >= step * 0.9995 && size < names.Length - 1)
        {
            value /= step;
            size++;
        }

        var digits = Math.Abs(value) switch
        {
            0 => "0",
            >= 99.95 => "0",
            >= 9.995 => "0.#",
            >= 0.01 => "0.##",
            _ => "0.##E0",
        };
        return value.ToString(digits, CultureInfo.InvariantCulture) + (size == 0 && gap.Length == 0 ? "" : gap + names[size]);
    }
}
