using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Shop.Proof.Audit;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>The shop as three services, whose processes are killed and frozen and whose connections are cut.</summary>
public class FaultyShop : BreakableShop
{
    /// <summary>The resources that can be broken.</summary>
    public const string ProductApi = "product-api", OrderApi = "order-api", PaymentApi = "payment-api";

    private readonly CuttingProxy[] _wires;

    /// <summary>The shop with its wires. Nothing is started yet.</summary>
    public FaultyShop()
        : this([])
    {
    }

    /// <summary>The same, told something else.</summary>
    /// <param name="arguments">What the AppHost is started with.</param>
    protected FaultyShop(string[] arguments)
        : base(arguments, ProductApi, OrderApi, PaymentApi, "web") => _wires = [Wire(OrderApi), Wire(ProductApi), Wire(PaymentApi)];

    /// <summary>Where customers reach the order service: through a wire that can be cut.</summary>
    public override Uri OrdersAddress => _wires[0].Address;

    /// <summary>After which step the order service dies, from its next start on; null for never.</summary>
    public string? CrashAfter { get; set; }

    /// <summary>How many answers were cut so far.</summary>
    public int Cuts => _wires.Sum(wire => wire.Cuts);

    /// <inheritdoc/>
    internal override bool IsModelled => true;

    /// <inheritdoc/>
    internal override IReadOnlyList<Fault> Faults => Fault.OfServices;

    /// <summary>Cuts answers in the middle: of the order service to its customers, and of the other two to the order service.</summary>
    /// <param name="cutting">Whether to.</param>
    public void CutAnswers(bool cutting)
    {
        foreach (var wire in _wires) wire.IsCutting = cutting;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var wire in _wires) await wire.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    internal override async Task<ShopDatabases> OpenDatabasesAsync() =>
        await ShopDatabases.OpenAsync(await LoginAsync("orderdb"), await LoginAsync("productdb"), await LoginAsync("paymentdb"));

    /// <inheritdoc/>
    protected override void Configure(IDistributedApplicationTestingBuilder builder)
    {
        base.Configure(builder);
        OrdersOf(builder)
            .WithEnvironment("Order__CrashPoints", "true")
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables[$"services__{ProductApi}__http__0"] = _wires[1].Address.ToString();
                context.EnvironmentVariables[$"services__{PaymentApi}__http__0"] = _wires[2].Address.ToString();
                if (CrashAfter is not null) context.EnvironmentVariables["Order__CrashAfter"] = CrashAfter;
            });
    }

    private CuttingProxy Wire(string service) => new(() => App.GetEndpoint(service, "http"));
}

/// <summary>Tests that break the same shop, one after the other.</summary>
[CollectionDefinition(nameof(FaultyShop))]
public sealed class FaultyShopTests : ICollectionFixture<FaultyShop>;
