using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Shop.Proof.Audit;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>A shop of a test's own, in any shape, whose processes are killed and frozen.</summary>
public abstract class BreakableShop : ShopFixture
{
    /// <summary>The database server.</summary>
    public const string Postgres = "postgres";

    // Aspire gives a process's id under this name in the snapshot of its resource.
    private const string ProcessIdProperty = "executable.pid";

    private static readonly TimeSpan StateBound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(1);

    private protected BreakableShop(string[] arguments, params string[] services)
        : base(arguments, services[0], services[1], services[2], services[3]) => Processes = [.. services.Distinct()];

    /// <summary>The resources that are processes of the shop.</summary>
    public IReadOnlyList<string> Processes { get; }

    /// <summary>Where customers reach the order service.</summary>
    public virtual Uri OrdersAddress => Orders.BaseAddress!;

    /// <summary>Whether the model of the checkout describes this shape.</summary>
    internal abstract bool IsModelled { get; }

    /// <summary>Everything that is done to this shape.</summary>
    internal abstract IReadOnlyList<Fault> Faults { get; }

    /// <summary>Connects to the databases of the shop.</summary>
    internal abstract Task<ShopDatabases> OpenDatabasesAsync();

    /// <summary>Kills a service as the kernel does when memory runs out.</summary>
    /// <param name="resource">The service.</param>
    public Task KillAsync(string resource) => CommandAsync(resource, "kill");

    /// <summary>Gives a command of the dashboard, and expects it to be carried out.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="command">The command's name.</param>
    public async Task CommandAsync(string resource, string command)
    {
        using var bound = new CancellationTokenSource(StateBound);
        var result = await App.ResourceCommands.ExecuteCommandAsync(resource, command, bound.Token);
        Assert.True(result.Success, $"{command} of {resource}: {result.Message}");
    }

    /// <summary>Waits until a service has died by itself.</summary>
    /// <param name="resource">The service.</param>
    public async Task WaitUntilDeadAsync(string resource)
    {
        using var bound = new CancellationTokenSource(StateBound);
        await App.ResourceNotifications.WaitForResourceAsync(resource, [KnownResourceStates.Exited, KnownResourceStates.Finished], bound.Token);
    }

    /// <summary>Starts a service that has died, and waits until it is healthy.</summary>
    /// <param name="resource">The service.</param>
    /// <param name="replica">Which of its processes, by its id among the resources, where there are several.</param>
    public async Task StartAgainAsync(string resource, string? replica = null)
    {
        using var bound = new CancellationTokenSource(StateBound);
        // A start that comes while the end of the last run is still being tidied up may be taken for one too many: ask again.
        while (true)
        {
            await App.ResourceCommands.ExecuteCommandAsync(replica ?? resource, KnownResourceCommands.StartCommand, bound.Token);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(bound.Token);
            patience.CancelAfter(StartPatience);
            try
            {
                await App.ResourceNotifications.WaitForResourceAsync(
                    resource, change => change.Snapshot.State?.Text == KnownResourceStates.Running && (replica is null || change.ResourceId == replica), patience.Token);
                break;
            }
            catch (OperationCanceledException) when (!bound.IsCancellationRequested)
            {
            }
        }

        await App.ResourceNotifications.WaitForResourceHealthyAsync(resource, bound.Token);
    }

    /// <summary>Stops a resource in order, starts it again and waits until it is healthy.</summary>
    /// <param name="resource">The resource.</param>
    public async Task RestartAsync(string resource)
    {
        await CommandAsync(resource, KnownResourceCommands.RestartCommand);
        using var bound = new CancellationTokenSource(StateBound);
        await App.ResourceNotifications.WaitForResourceHealthyAsync(resource, bound.Token);
    }

    /// <summary>Has a service stand still: its connections stay open, and nothing answers.</summary>
    /// <param name="resource">The service.</param>
    public Task FreezeAsync(string resource) => SignalAsync(resource, "STOP");

    /// <summary>Lets a frozen service go on.</summary>
    /// <param name="resource">The service.</param>
    public Task ThawAsync(string resource) => SignalAsync(resource, "CONT");

    /// <summary>The process of a service that is running.</summary>
    /// <param name="resource">The service.</param>
    public async Task<int> ProcessOfAsync(string resource)
    {
        using var bound = new CancellationTokenSource(StateBound);
        var running = await App.ResourceNotifications.WaitForResourceAsync(
            resource, change => change.Snapshot.State?.Text == KnownResourceStates.Running && ProcessIdIn(change) is not null, bound.Token);
        return Convert.ToInt32(ProcessIdIn(running), CultureInfo.InvariantCulture);
    }

    private static object? ProcessIdIn(ResourceEvent change) =>
        change.Snapshot.Properties.FirstOrDefault(property => property.Name == ProcessIdProperty)?.Value;

    private async Task SignalAsync(string resource, string signal) => await Signals.SendAsync(await ProcessOfAsync(resource), signal);

    /// <summary>The connection string of a database.</summary>
    /// <param name="database">Its name.</param>
    private protected async Task<string> LoginAsync(string database) =>
        await App.GetConnectionStringAsync(database) ?? throw new InvalidOperationException($"There is no {database}.");

    /// <summary>
    /// Shorter times than as shipped, so that what an outage leaves behind is over in seconds; their order is kept: a lease is
    /// longer than the steps of a request together.
    /// </summary>
    /// <param name="builder">The application under construction.</param>
    protected override void Configure(IDistributedApplicationTestingBuilder builder) => OrdersOf(builder)
        .WithEnvironment("Order__ReserveTimeout", "00:00:02")
        .WithEnvironment("Order__PaymentTimeout", "00:00:02.5")
        .WithEnvironment("Order__Lease", "00:00:05")
        .WithEnvironment("Order__BackoffCap", "00:00:02")
        .WithEnvironment("Work__LongestRound", "00:00:15")
        .WithEnvironment("Webhooks__RetryBase", "00:00:00.3")
        .WithEnvironment("Webhooks__RetryCap", "00:00:02");
}
