using System.Globalization;
using Aspire.DashboardService.Proto.V1;

namespace Aspire.Dashboard.ResourceService;

/// <summary>A line that a resource wrote.</summary>
/// <param name="Resource">The resource's unique name.</param>
/// <param name="Number">Counts from 1 for each run of the stream.</param>
/// <param name="Time">When it was written; where the line does not say, when it arrived.</param>
/// <param name="Text">The line with its ANSI sequences, without the timestamp.</param>
/// <param name="IsError">Written to standard error.</param>
public sealed record ConsoleLine(string Resource, int Number, DateTimeOffset Time, string Text, bool IsError)
{
    // 2026-01-01T00:00:00Z is the shortest, seven digits and an offset the longest.
    private const int ShortestStamp = 20;
    private const int LongestStamp = 36;

    /// <summary>Reads a line of the protocol, which may begin with an RFC 3339 timestamp and a space.</summary>
    internal static ConsoleLine From(string resource, ConsoleLogLine line, DateTimeOffset arrived)
    {
        var text = line.Text;
        var space = text.AsSpan(0, Math.Min(text.Length, LongestStamp + 1)).IndexOf(' ');
        var stamp = space < 0 ? text : text[..space];
        if (stamp.Length is >= ShortestStamp and <= LongestStamp
            && stamp[10] == 'T'
            && DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return new ConsoleLine(resource, line.LineNumber, time, space < 0 ? "" : text[(space + 1)..], line.IsStdErr);
        }

        return new ConsoleLine(resource, line.LineNumber, arrived, text, line.IsStdErr);
    }
}
