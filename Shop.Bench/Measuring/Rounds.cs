using Shop.Bench.Processes;
using Shop.Bench.Results;

namespace Shop.Bench.Measuring;

/// <summary>Runs contenders in interleaved rounds: A B A B …, so that whatever changes in the machine meanwhile meets them all.</summary>
internal static class Rounds
{
    /// <summary>Runs the rounds.</summary>
    /// <param name="contenders">Who takes part, in turn.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Told before each window.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>A measurement for each contender and round.</returns>
    public static async Task<IReadOnlyList<Measurement>> RunAsync(
        IReadOnlyList<Contender> contenders, int rounds, TimeProvider time, IBenchProgress progress, CancellationToken cancellationToken)
    {
        // Those to be compared stand next to each other, in the order in which their scenario was first named.
        var turns = contenders.GroupBy(c => (c.Scenario, c.Kind, c.Level)).SelectMany(group => group).ToArray();
        var measurements = new List<Measurement>();
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var contender in turns)
            {
                progress.Window(round, rounds, contender);
                await using var meter = new UsageMeter(contender.Processes, time);
                var result = await contender.RunAsync(cancellationToken);
                measurements.Add(new Measurement(
                    contender.Scenario, contender.Shape, contender.Kind, contender.Level, round, result, await meter.StopAsync()));
            }
        }
        return measurements;
    }
}
