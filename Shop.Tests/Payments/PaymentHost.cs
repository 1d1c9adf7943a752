using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Shop.PaymentApi;
using Shop.PaymentApi.Gateway;
using Shop.ServiceDefaults;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;

namespace Shop.Tests.Payments;

/// <summary>The payment module alone, on a database of its own behind a wire, with a gateway that a test can trouble.</summary>
internal sealed class PaymentHost : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Orders for which the sums of what the gateway did and of what the ledger says differ, by kind: read with SQL of its own.
    /// Letting go what the ledger never had as held is no difference, and neither is what was held and let go unheard of.
    /// </summary>
    private const string DifferencesSql = """
        SELECT count(*) FROM (
            SELECT order_id, sum(amount * CASE kind WHEN 'authorize' THEN 1 ELSE -1 END) FILTER (WHERE kind <> 'refund') AS held,
                   sum(amount) FILTER (WHERE kind = 'capture') AS captured, sum(amount) FILTER (WHERE kind = 'refund') AS refunded
            FROM gateway.operations WHERE outcome = 'approved' GROUP BY order_id) AS g
        FULL JOIN (
            SELECT order_id, sum(amount * CASE kind WHEN 'authorize' THEN 1 ELSE -1 END) FILTER (WHERE kind <> 'refund') AS held,
                   sum(amount) FILTER (WHERE kind = 'capture') AS captured, sum(amount) FILTER (WHERE kind = 'refund') AS refunded
            FROM payment.ledger_entries GROUP BY order_id) AS l USING (order_id)
        WHERE (coalesce(g.held, 0), coalesce(g.captured, 0), coalesce(g.refunded, 0))
           <> (coalesce(l.held, 0), coalesce(l.captured, 0), coalesce(l.refunded, 0))
        """;

    private readonly ScratchDatabase _database;
    private readonly WebApplication _app;

    private PaymentHost(ScratchDatabase database, CuttingProxy wire, WebApplication app, TroubledGateway gateway)
    {
        (_database, Wire, _app, Gateway) = (database, wire, app, gateway);
        Client = Credentials.NewClient(Address);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    public HttpClient Client { get; }

    /// <summary>Between the module and its database.</summary>
    public CuttingProxy Wire { get; }

    public TroubledGateway Gateway { get; }

    /// <summary>Starts the module and waits until it is healthy.</summary>
    /// <param name="shop">The shop on whose database server it gets a database.</param>
    /// <param name="reconcileAfter">How long until it asks the gateway again by itself.</param>
    public static async Task<PaymentHost> StartAsync(ShopFixture shop, TimeSpan reconcileAfter)
    {
        var database = await ScratchDatabase.CreateAsync(shop);
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var wire = new CuttingProxy(() => new($"tcp://{server.Host}:{server.Port}"));
        var reached = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = wire.Address.Host, Port = wire.Address.Port };

        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:paymentdb"] = reached.ConnectionString,
            ["Payment:ReconcileAfter"] = reconcileAfter.ToString(),
            ["Payment:ReconcilePauseCap"] = reconcileAfter.ToString(),
            ["Payment:ReconcileInterval"] = "00:00:00.05",
        });
        builder.Configuration.AddInMemoryCollection(Credentials.Settings);
        builder.AddServiceDefaults();
        builder.AddPaymentModule();
        builder.Services.AddSingleton<DeterministicGateway>();
        builder.Services.AddSingleton<TroubledGateway>();
        builder.Services.Replace(ServiceDescriptor.Singleton<IPaymentGateway>(services => services.GetRequiredService<TroubledGateway>()));
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapPaymentModule();
        await app.StartAsync();

        var host = new PaymentHost(database, wire, app, app.Services.GetRequiredService<TroubledGateway>());
        await Eventually.BecomesAsync("the module to be healthy", () => host.Client.GetStringSafeAsync("/health"), health => health == "Healthy", Bound);
        return host;
    }

    /// <summary>How many orders the gateway and the ledger say different things of.</summary>
    public async Task<long> CountDifferencesAsync()
    {
        await using var command = _database.Source.CreateCommand(DifferencesSql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until the gateway and the ledger say the same and nothing is open, with no request from outside.</summary>
    public Task AgreeAsync() => Eventually.BecomesAsync(
        "the ledger to say what the gateway did", async () => (await CountDifferencesAsync(), await ReadAsync<long>("SELECT count(*) FROM payment.gateway_requests")),
        open => open == (0, 0), TimeSpan.FromSeconds(20));

    public async Task<T> ReadAsync<T>(string sql)
    {
#pragma warning disable CA2100 // The test's own statements.
        await using var command = _database.Source.CreateCommand(sql);
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Wire.DisposeAsync();
        await _database.DisposeAsync();
    }
}

/// <summary>The built-in gateway as one outside that is asked about everything, takes its time, and can be troubled.</summary>
internal sealed class TroubledGateway(DeterministicGateway inner) : IPaymentGateway
{
    /// <summary>How long its answer is on its way, after it has done what it was asked for.</summary>
    public TimeSpan AnswerDelay { get; set; }

    /// <summary>What happens after something was done and before anybody hears of it.</summary>
    public Action<GatewayRequest> BeforeAnswer { get; set; } = _ => { };

    /// <summary>What it refuses to do.</summary>
    public Func<GatewayRequest, bool> Refuses { get; set; } = _ => false;

    public string KnownMethods => inner.KnownMethods;

    public bool Knows(string method) => inner.Knows(method);

    public async Task<GatewayResult> PerformAsync(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (Refuses(request)) return GatewayResult.Refused;
        var result = await inner.PerformAsync(request, cancellationToken);
        await Task.Delay(AnswerDelay, cancellationToken);
        BeforeAnswer(request);
        return result;
    }
}

internal static class SafeReads
{
    /// <summary>The body, whatever the status.</summary>
    public static async Task<string> GetStringSafeAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return await response.Content.ReadAsStringAsync();
    }
}
