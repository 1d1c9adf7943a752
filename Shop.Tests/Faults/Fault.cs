namespace Shop.Tests.Faults;

/// <summary>Something that is done to a running shop.</summary>
/// <param name="Name">What, as the table says it.</param>
/// <param name="DoAsync">Does it, and puts the shop together again.</param>
internal sealed record Fault(string Name, Func<BreakableShop, Task> DoAsync)
{
    /// <summary>Longer than any step of an order may take, its repeats included, and than an order's lease.</summary>
    private static readonly TimeSpan LongerThanTimeouts = TimeSpan.FromSeconds(3), LongerThanLease = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan CutFor = TimeSpan.FromSeconds(3);

    /// <summary>What is done to the database, whatever uses it.</summary>
    private static readonly Fault[] OfTheDatabase =
    [
        new("restart pg", shop => shop.RestartAsync(BreakableShop.Postgres)),
        new("end sessions", shop => shop.CommandAsync(BreakableShop.Postgres, "end-sessions")),
    ];

    /// <summary>Everything that is done to the shop as services.</summary>
    public static IReadOnlyList<Fault> OfServices { get; } =
    [
        Killed("kill order", FaultyShop.OrderApi),
        Killed("kill product", FaultyShop.ProductApi),
        Killed("kill payment", FaultyShop.PaymentApi),
        .. OfTheDatabase,
        Frozen("freeze pay", FaultyShop.PaymentApi, LongerThanTimeouts),
        Frozen("freeze product", FaultyShop.ProductApi, LongerThanTimeouts),
        Frozen("freeze order", FaultyShop.OrderApi, LongerThanLease),
        new("cut answers", shop => CutAsync((FaultyShop)shop)),
    ];

    /// <summary>Everything that is done to the shop in one process.</summary>
    public static IReadOnlyList<Fault> OfTheMonolith { get; } =
    [
        Killed("kill shop", FaultyMonolith.Monolith),
        .. OfTheDatabase,
        Frozen("freeze shop", FaultyMonolith.Monolith, LongerThanLease),
    ];

    private static Fault Killed(string name, string resource) => new(name, async shop =>
    {
        await shop.KillAsync(resource);
        await shop.StartAgainAsync(resource);
    });

    private static Fault Frozen(string name, string resource, TimeSpan duration) => new(name, async shop =>
    {
        await shop.FreezeAsync(resource);
        try
        {
            // The length of the outage itself: there is nothing to wait for.
            await Task.Delay(duration);
        }
        finally
        {
            await shop.ThawAsync(resource);
        }
    });

    private static async Task CutAsync(FaultyShop shop)
    {
        var before = shop.Cuts;
        shop.CutAnswers(true);
        try
        {
            await Task.Delay(CutFor);
        }
        finally
        {
            shop.CutAnswers(false);
        }

        Assert.True(shop.Cuts > before, "No answer was cut.");
    }
}
