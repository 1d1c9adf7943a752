using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>The monitors of the model notice what a real shop has done wrong: a history that keeps every promise, and what is left of it after some damage.</summary>
public sealed class ModelMonitors
{
    private static readonly string[] Kept =
    [
        "placed 1 1 2 0", "stock 1 2 10 2 0", "moved 1 authorize 0 2000", "entered 1 authorize 0 2000", "is 1 2 Confirmed", "answer 1 2 0 SAID_CONFIRMED 1 NO_REFUSAL",
        "placed 2 2 1 0", "stock 2 1 10 3 0", "answer 1 3 0 SAID_KEY_REUSED 0 NO_REFUSAL", "stock 2 0 10 2 0", "is 2 2 Rejected", "answer 2 1 0 SAID_NOTHING_ORDERED 2 UNAVAILABLE",
        "moved 1 capture 0 2000", "entered 1 capture 0 2000", "stock 1 2 8 0 2", "is 1 3 Shipped",
        "moved 1 refund 1 50", "entered 1 refund 1 50", "is 1 4 Shipped", "refund-answer 1 1 50",
        "taken 1 2 Confirmed", "taken 2 2 Rejected", "taken 1 3 Shipped", "taken 1 4 Shipped",
    ];

    /// <summary>What is taken out or put in, and what a monitor says of it: its words, or its name where something never comes.</summary>
    public static TheoryData<string, string, string> Damage() => new()
    {
        { "- moved 1 capture 0 2000", "", "The ledger says" },
        { "- entered 1 refund 1 50", "", "LedgerBalances" },
        { "- is 2 2 Rejected", "- taken 2 2 Rejected", "EveryOrderEnds" },
        { "- taken 1 4 Shipped", "", "EveryEventTakesEffectOnce" },
        { "+ taken 1 3 Shipped", "", "has taken effect twice" },
        { "- stock 2 0 10 2 0", "", "has ended without goods, and holds 1" },
        { "+ stock 1 2 8 0 3", "", "8 are on hand and 3 sold, of 10" },
        { "+ moved 1 authorize 0 2000", "+ entered 1 authorize 0 2000", "was authorized twice" },
        { "- moved 1 authorize 0 2000", "- entered 1 authorize 0 2000", "was confirmed, authorized 0 times" },
        { "+ answer 2 1 0 SAID_CONFIRMED 2 NO_REFUSAL", "", "was answered in two ways" },
        { "+ placed 3 2 1 0", "+ is 3 2 Confirmed", "has placed a second order" },
    };

    [Fact]
    public async Task A_history_that_keeps_every_promise_is_found_to_keep_them()
    {
        var (code, said) = await JudgeAsync(Kept);

        Assert.True(code == 0, said);
        Assert.Contains($"1 histories with {Kept.Length} events break no promise.", said, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Damage))]
    public async Task A_broken_promise_is_noticed_by_its_monitor(string first, string second, string noticed)
    {
        var damaged = Kept.ToList();
        foreach (var change in (string[])[first, second])
        {
            if (change.StartsWith("- ", StringComparison.Ordinal)) Assert.True(damaged.Remove(change[2..]), change);
            else if (change.Length > 0) damaged.Add(change[2..]);
        }

        var (code, said) = await JudgeAsync(damaged);

        Assert.Equal(1, code);
        Assert.Contains(noticed, said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> JudgeAsync(IEnumerable<string> history)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllLinesAsync(Path.Combine(directory.Path, "product-1.history"), history);
        return await ModelReplay.RunAsync(directory.Path);
    }
}
