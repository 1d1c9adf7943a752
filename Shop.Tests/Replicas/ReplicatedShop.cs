using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Shop.Tests.Faults;

namespace Shop.Tests.Replicas;

/// <summary>The shop with several processes of each service, each of which can be killed by itself.</summary>
public sealed class ReplicatedShop() : FaultyShop([$"--Shop:Replicas={Replicas}"])
{
    /// <summary>How many processes of each service there are.</summary>
    public const int Replicas = 3;

    private static readonly string[] Services = [ProductApi, OrderApi, PaymentApi];
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);

    /// <summary>Kills a process of some service, and starts it again.</summary>
    /// <param name="dice">Chooses it.</param>
    /// <returns>Which it was.</returns>
    public async Task<string> KillOneAsync(Random dice)
    {
        ArgumentNullException.ThrowIfNull(dice);
        var service = Services[dice.Next(Services.Length)];
        var replica = (await InstancesOfAsync(service))[dice.Next(Replicas)];
        await KillAsync(replica);
        await StartAgainAsync(service, replica);
        return replica;
    }

    /// <summary>
    /// The processes of a service, by their ids among the resources and in an order that stays. They are started one after the other: side by
    /// side Aspire 13.6 was seen to start all three of a service without the variable that names their port.
    /// </summary>
    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<string>> InstancesOfAsync(string resource)
    {
        using var bound = new CancellationTokenSource(StartBound);
        var instances = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var change in App.ResourceNotifications.WatchAsync(bound.Token))
        {
            if (change.Resource.Name == resource && change.ResourceId != resource) instances.Add(change.ResourceId);
            if (instances.Count == Replicas) break;
        }

        return [.. instances];
    }

    /// <inheritdoc/>
    protected override void Configure(IDistributedApplicationTestingBuilder builder)
    {
        base.Configure(builder);
        // What a replica had claimed when it was killed is claimed by another one ten seconds after that.
        OrdersOf(builder).WithEnvironment("Webhooks__Timeout", "00:00:02");
    }
}
