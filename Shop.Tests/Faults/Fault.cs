namespace Shop.Tests.Faults;

/// <summary>Something that is done to a running shop.</summary>
/// <param name="Name">What, as the table says it.</param>
/// <param name="DoAsync">Does it, and puts the shop together again.</param>
internal sealed record Fault(string Name, Func<FaultyShop, Task> DoAsync)
{
    /// <summary>Longer than any step of an order may take, its repeats included, and than an order's lease.</summary>
    private static readonly TimeSpan LongerThanTimeouts = TimeSpan.FromSeconds(3), LongerThanLease = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan CutFor = TimeSpan.FromSeconds(3);

    /// <summary>Everything that is done to the shop.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        Killed("kill order", FaultyShop.OrderApi),
        Killed("kill product", FaultyShop.ProductApi),
        Killed("kill payment", FaultyShop.PaymentApi),
        new("restart pg", shop => shop.RestartAsync(FaultyShop.Postgres)),
        new("end sessions", shop => shop.CommandAsync(FaultyShop.Postgres, "end-sessions")),
        Frozen("freeze pay", FaultyShop.PaymentApi, LongerThanTimeouts),
        Frozen("freeze product", FaultyShop.ProductApi, LongerThanTimeouts),
        Frozen("freeze order", FaultyShop.OrderApi, LongerThanLease),
        new("cut answers", CutAsync),
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
