using System.Globalization;
using Shop.Bench.Load;

namespace Shop.Bench.Floors;

/// <summary>Reads what pgbench writes with <c>--log</c>: one line for each transaction, its third field the time it took in microseconds.</summary>
internal static class PgBenchLog
{
    /// <summary>Adds the transactions of a log to a recorder.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="recorder">Where to.</param>
    /// <exception cref="FormatException">A line is no such line.</exception>
    public static void Read(IEnumerable<string> lines, LatencyRecorder recorder)
    {
        foreach (var line in lines)
        {
            var fields = line.Split(' ');
            if (fields.Length < 6)
                throw new FormatException($"'{line}' is not a line of a pgbench log.");
            // A transaction that failed for good has the word for it where its time would be.
            if (long.TryParse(fields[2], CultureInfo.InvariantCulture, out var microseconds))
                recorder.Record(new RequestOutcome(200, true), TimeSpan.FromMicroseconds(microseconds));
            else
                recorder.Record(RequestOutcome.NoAnswer, TimeSpan.Zero);
        }
    }
}
