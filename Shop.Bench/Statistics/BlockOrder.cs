namespace Shop.Bench.Statistics;

/// <summary>
/// In which order contenders take their turns: each pair of starts goes through a random order and back, so that over the pair
/// every contender stands equally early, and a machine that drifts favours none.
/// </summary>
internal static class BlockOrder
{
    /// <summary>The order for each start.</summary>
    /// <param name="contenders">How many contenders.</param>
    /// <param name="starts">How many starts of each.</param>
    /// <param name="seed">The same seed gives the same order.</param>
    /// <returns>For each start, the contenders by their number.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Of(int contenders, int starts, int seed)
    {
        var random = new Random(seed);
        var orders = new List<IReadOnlyList<int>>();
        while (orders.Count < starts)
        {
            var order = Enumerable.Range(0, contenders).ToArray();
            random.Shuffle(order);
            orders.Add(order);
            if (orders.Count < starts)
                orders.Add([.. order.Reverse()]);
        }
        return orders;
    }
}
