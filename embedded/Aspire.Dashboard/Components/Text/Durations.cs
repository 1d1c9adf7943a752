using System.Globalization;

namespace Aspire.Dashboard.Components.Text;

/// <summary>Lengths of time with the unit that suits them.</summary>
internal static class Durations
{
    /// <summary>Three significant digits: <c>853 µs</c>, <c>12.4 ms</c>, <c>1.02 s</c>, <c>2 m 05 s</c>.</summary>
    internal static string Fine(TimeSpan length)
    {
        var micro = length.TotalMicroseconds;
        return Math.Abs(micro) switch
        {
            0 => "0",
            < 1 => $"{(length.TotalNanoseconds).ToString("0", CultureInfo.InvariantCulture)} ns",
            < 1_000 => $"{Three(micro)} µs",
            < 1_000_000 => $"{Three(length.TotalMilliseconds)} ms",
            < 60_000_000 => $"{Three(length.TotalSeconds)} s",
            < 3_600_000_000 => string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalMinutes} m {length.Seconds:00} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours} h {length.Minutes:00} m"),
        };
    }

    /// <summary>Whole units: <c>5 s</c>, <c>3 min</c>, <c>2 h</c>, <c>4 d</c>.</summary>
    internal static string Coarse(TimeSpan length) => length.TotalSeconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)length.TotalSeconds)} s"),
        < 3_600 => string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalMinutes} min"),
        < 86_400 => string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalDays} d"),
    };

    /// <summary>Reads <c>50</c> (milliseconds), <c>50 ms</c>, <c>800us</c>, <c>1.5 s</c> or <c>2 m</c>; false for anything else.</summary>
    internal static bool TryParse(string? text, out TimeSpan length)
    {
        length = default;
        var trimmed = text.AsSpan().Trim().TrimStart('≥').Trim();
        var end = trimmed.LastIndexOfAnyInRange('0', '9') + 1;
        if (end == 0 || !double.TryParse(trimmed[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;

        double? milliseconds = trimmed[end..].Trim() switch
        {
            "" or "ms" => number,
            "us" or "µs" => number / 1_000,
            "s" => number * 1_000,
            "m" or "min" => number * 60_000,
            _ => null,
        };
        if (milliseconds is not (>= 0 and < 1e12))
            return false;

        length = TimeSpan.FromMilliseconds(milliseconds.Value);
        return true;
    }

    private static string Three(double value)
    {
        var digits = Math.Abs(value) switch
        {
            >= 99.95 => "0",
            >= 9.995 => "0.0",
            _ => "0.00",
        };
        return value.ToString(digits, CultureInfo.InvariantCulture);
    }
}
