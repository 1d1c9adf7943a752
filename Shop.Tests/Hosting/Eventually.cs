using System.Diagnostics;

namespace Shop.Tests.Hosting;

/// <summary>Waits for a condition, never for a time: each wait has a bound and says what it waited for.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks again until the answer satisfies the condition.</summary>
    /// <param name="what">What is waited for, as it reads after "waited 60 s for".</param>
    /// <param name="ask">Reads the present state.</param>
    /// <param name="satisfied">Whether that state is the one waited for.</param>
    /// <param name="bound">How long to wait at the most; 60 s where nothing is said.</param>
    public static async Task<T> BecomesAsync<T>(string what, Func<Task<T>> ask, Func<T, bool> satisfied, TimeSpan? bound = null)
    {
        var limit = bound ?? Bound;
        var clock = Stopwatch.StartNew();
        for (var pause = FirstPause; ; pause = pause < LongestPause ? pause * 1.5 : LongestPause)
        {
            var state = await ask();
            if (satisfied(state)) return state;
            if (clock.Elapsed > limit)
                throw new TimeoutException($"Waited {limit.TotalSeconds:0.#} s for {what}; the last state seen was: {Describe(state)}");
            await Task.Delay(pause, TestContext.Current.CancellationToken);
        }
    }

    private static string Describe<T>(T state) =>
        state is System.Collections.IEnumerable items and not string
            ? string.Join(", ", items.Cast<object?>().Take(50))
            : state?.ToString() ?? "nothing";
}
