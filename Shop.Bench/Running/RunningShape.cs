using System.Globalization;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Npgsql;
using Shop.Bench.Load;
using Shop.Bench.Processes;
using Shop.ServiceDefaults.Access;

namespace Shop.Bench.Running;

/// <summary>A shape of the shop, started from the AppHost's own model with a database server of its own.</summary>
internal sealed class RunningShape : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(2);
    private const int Products = 100;
    private const int StockOfEachProduct = 1_000_000_000;

    private readonly DistributedApplication _app;
    private readonly ProcessBook _processes;
    private readonly NpgsqlDataSource _server;

    private RunningShape(
        ShapeDefinition definition, DistributedApplication app, NpgsqlDataSource server, string serverConnection, string productConnection, int? serverProcess, string token)
    {
        Definition = definition;
        _app = app;
        _processes = new ProcessBook(app.ResourceNotifications);
        _server = server;
        ServerConnection = serverConnection;
        ProductConnection = productConnection;
        ServerProcess = serverProcess;
        // As staff, who may order for anybody.
        Authorization = $"Bearer {token}";
        ProductTarget = new HttpTarget(app.GetEndpoint(definition.ProductResource, "http"), Authorization);
        OrderTarget = definition.IsMonolith ? ProductTarget : new HttpTarget(app.GetEndpoint(definition.OrderResource, "http"), Authorization);
        PaymentTarget = definition.IsMonolith ? ProductTarget : new HttpTarget(app.GetEndpoint(definition.PaymentResource, "http"), Authorization);
        PageTarget = definition.Pages ? new HttpTarget(app.GetEndpoint(definition.PageResource, "http")) : null;
    }

    /// <summary>What was started.</summary>
    public ShapeDefinition Definition { get; }

    /// <summary>How long it took until every resource was healthy.</summary>
    public TimeSpan StartTime { get; private init; }

    /// <summary>What each request shows of who sends it.</summary>
    public string Authorization { get; }

    /// <summary>Where products are asked for.</summary>
    public HttpTarget ProductTarget { get; }

    /// <summary>Where orders are placed.</summary>
    public HttpTarget OrderTarget { get; }

    /// <summary>Where payments are asked for.</summary>
    public HttpTarget PaymentTarget { get; }

    /// <summary>Where pages are looked at, by somebody who has not signed in; nowhere in a shape without pages.</summary>
    public HttpTarget? PageTarget { get; }

    /// <summary>What its database server writes to its log.</summary>
    public WalMeter Wal => new(_server);

    /// <summary>A login to the database server that may create databases.</summary>
    public string ServerConnection { get; }

    /// <summary>The database with the products.</summary>
    public string ProductConnection { get; }

    private int? ServerProcess { get; }

    /// <summary>Starts a shape and waits until it is healthy.</summary>
    /// <param name="definition">What to start.</param>
    /// <param name="telemetry">Where its telemetry goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RunningShape> StartAsync(
        ShapeDefinition definition, TelemetrySink telemetry, TimeProvider time, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(StartBound);
        var started = time.GetTimestamp();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>([$"--Shop:Topology={definition.Topology}"], bound.Token);
        // Without pages, unless they are what is asked for, a shape is what it is compared for.
        foreach (var project in builder.Resources.OfType<ProjectResource>().Where(project => !definition.Resources.Contains(project.Name)).ToArray())
            builder.Resources.Remove(project);
        foreach (var project in builder.Resources.OfType<ProjectResource>().ToArray())
            Configure(builder.CreateResourceBuilder(project), definition, telemetry);
        // What a process says when it fails is read back for the exception that the start ends in; the rest would drown the progress.
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var app = await builder.BuildAsync(bound.Token);
        try
        {
            await app.StartAsync(bound.Token);
            foreach (var resource in definition.Resources)
                await app.ResourceNotifications.WaitForResourceHealthyAsync(resource, bound.Token);
            var took = time.GetElapsedTime(started);

            var serverConnection = await ConnectionAsync("postgres");
            var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(serverConnection) { Database = "postgres" });
            var serverProcess = await FindServerAsync(server, bound.Token);
            return new RunningShape(definition, app, server, serverConnection, await ConnectionAsync(definition.ProductDatabase), serverProcess, await TokenAsync())
            {
                StartTime = took,
            };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var said = await ResourceLog.EndOfAsync(app, ["postgres", .. definition.Resources]);
            await app.DisposeAsync();
            throw new InvalidOperationException($"{definition.Name} did not start: {e.Message}{said}", e);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        async Task<string> TokenAsync()
        {
            var key = builder.Resources.OfType<ParameterResource>().Single(parameter => parameter.Name == "access-signing-key");
            using var signer = new AccessTokenSigner((await key.GetValueAsync(bound.Token))!, time);
            return signer.Sign("bench", ShopRoles.Staff);
        }

        async Task<string> ConnectionAsync(string name) => await app.GetConnectionStringAsync(name, bound.Token)
            ?? throw new InvalidOperationException($"{name} has no connection string.");
    }

    /// <summary>Its processes, the database server and the load generator. Ask again after a restart: the ids change.</summary>
    public IReadOnlyList<WatchedProcess> Processes()
    {
        var processes = Definition.Resources.SelectMany(ProcessIdsOf, (name, id) => new WatchedProcess(name, ProcessRole.Service, id)).ToList();
        if (ServerProcess is { } server)
            processes.Add(new WatchedProcess("postgres", ProcessRole.Database, server));
        return [.. processes, new WatchedProcess("load generator", ProcessRole.Generator, Environment.ProcessId)];
    }

    /// <summary>The processes of a resource, one for each replica.</summary>
    /// <param name="resource">The resource.</param>
    public IReadOnlyList<int> ProcessIdsOf(string resource) => _processes.Of(resource);

    /// <summary>Reads the ids of the products, which also proves that they are there.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<int>> ProductIdsAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = ProductTarget.Address };
        using var products = await client.GetFromJsonAsync("/products?limit=100", BenchJson.Default.JsonDocument, cancellationToken)
            ?? throw new JsonException("GET /products answered null.");
        return [.. products.RootElement.EnumerateArray().Select(product => product.GetProperty("id").GetInt32())];
    }

    /// <summary>The last transaction that wrote something, as a number that each of them raises by one.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<long> LastTransactionAsync(CancellationToken cancellationToken)
    {
        await using var command = _server.CreateCommand("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Has the server write out what it has put off, so that no window pays for what came before it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        await using var command = _server.CreateCommand("CHECKPOINT");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The database server's version.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string> ServerVersionAsync(CancellationToken cancellationToken)
    {
        await using var command = _server.CreateCommand("SHOW server_version");
        return "PostgreSQL " + await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Starts a resource again after its process was killed.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RestartAsync(string resource, CancellationToken cancellationToken)
    {
        string[] dead = [KnownResourceStates.Exited, KnownResourceStates.Finished, KnownResourceStates.FailedToStart];
        await _app.ResourceNotifications.WaitForResourceAsync(resource, dead, cancellationToken);
        var result = await _app.ResourceCommands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, cancellationToken);
        if (!result.Success)
            throw new InvalidOperationException($"{resource} was not started again: {result.Message}");
        await _app.ResourceNotifications.WaitForResourceAsync(resource, KnownResourceStates.Running, cancellationToken);
    }

    /// <summary>Waits until a resource is healthy.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task WaitHealthyAsync(string resource, CancellationToken cancellationToken) =>
        _app.ResourceNotifications.WaitForResourceHealthyAsync(resource, cancellationToken);

    /// <summary>Stops it with everything that belongs to it.</summary>
    public async ValueTask DisposeAsync()
    {
        ProductTarget.Dispose();
        OrderTarget.Dispose();
        PaymentTarget.Dispose();
        PageTarget?.Dispose();
        await _server.DisposeAsync();
        await _processes.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static void Configure(IResourceBuilder<ProjectResource> project, ShapeDefinition definition, TelemetrySink telemetry)
    {
        // As it would be deployed, apart from the products and a stock that no run can sell out.
        project.WithEnvironment("ASPNETCORE_ENVIRONMENT", "Production")
            .WithEnvironment("Product__Seed", Products.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("Product__SeedStock", StockOfEachProduct.ToString(CultureInfo.InvariantCulture));
        if (definition.Telemetry)
        {
            // Sent every second, as the AppHost sets it for its dashboard.
            project.WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry.Address).WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "1000").WithEnvironment("OTEL_BLRP_SCHEDULE_DELAY", "1000");
        }
        else
        {
            project.WithEnvironment("OTEL_SDK_DISABLED", "true");
        }
        if (definition.IsMonolith)
            project.WithEnvironment("Checkout", definition.Checkout).WithEnvironment("Modules", definition.Modules);
        if (definition.ProductReplicas > 1 && project.Resource.Name == definition.ProductResource)
        {
            // Only a proxy can stand for several processes; the AppHost runs a single one without.
            project.WithReplicas(definition.ProductReplicas).WithEndpointProxySupport(true);
        }
    }

    // A backend's parent is the server itself; where the server is not a process of this machine, its share stays untold.
    private static async Task<int?> FindServerAsync(NpgsqlDataSource server, CancellationToken cancellationToken)
    {
        await using var connection = await server.OpenConnectionAsync(cancellationToken);
        return ProcessReader.ParentOf(connection.ProcessID, "postgres");
    }
}
