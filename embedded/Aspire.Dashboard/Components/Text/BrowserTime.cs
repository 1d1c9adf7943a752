using System.Globalization;

namespace Aspire.Dashboard.Components.Text;

/// <summary>Times as the person at the browser reads them: in that machine's zone, and relative to now.</summary>
internal sealed class BrowserTime(TimeProvider clock)
{
    private TimeZoneInfo _zone = clock.LocalTimeZone;

    /// <summary>Takes the browser's zone; one that this machine does not know is replaced by its present offset.</summary>
    /// <param name="zone">An IANA name such as <c>Europe/Vienna</c>.</param>
    /// <param name="offset">What has to be added to UTC there now.</param>
    internal void Adopt(string? zone, TimeSpan offset)
    {
        if (zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known))
            _zone = known;
        else
            _zone = TimeZoneInfo.CreateCustomTimeZone("browser", TimeSpan.FromMinutes(Math.Round(offset.TotalMinutes)), null, null);
    }

    /// <summary><c>14:05:09.123</c></summary>
    internal string Clock(DateTimeOffset time) => Format(time, "HH:mm:ss.fff");

    /// <summary><c>14:05:09</c></summary>
    internal string Seconds(DateTimeOffset time) => Format(time, "HH:mm:ss");

    /// <summary><c>2026-05-04 14:05:09.123456 +02:00</c></summary>
    internal string Full(DateTimeOffset time) => Format(time, "yyyy-MM-dd HH:mm:ss.ffffff zzz");

    /// <summary>A clock time, with the date where it is not today's.</summary>
    internal string Short(DateTimeOffset time)
    {
        var today = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), _zone).Date;
        return Format(time, TimeZoneInfo.ConvertTime(time, _zone).Date == today ? "HH:mm:ss" : "d MMM HH:mm:ss");
    }

    /// <summary><c>3 min ago</c></summary>
    internal string Ago(DateTimeOffset time)
    {
        var age = clock.GetUtcNow() - time;
        return age < TimeSpan.FromSeconds(2) ? "now" : $"{Durations.Coarse(age)} ago";
    }

    private string Format(DateTimeOffset time, string format) =>
        TimeZoneInfo.ConvertTime(time, _zone).ToString(format, CultureInfo.InvariantCulture);
}
