using Shop.Bench.Load;
using Shop.Bench.Results;
using Shop.Bench.Running;

namespace Shop.Bench.Measuring;

/// <summary>A running shape together with the requests that can be made of it.</summary>
/// <param name="shape">The shape.</param>
/// <param name="requests">Its requests.</param>
/// <param name="time">The clock.</param>
internal sealed class ShapeLoad(RunningShape shape, RequestMaker requests, TimeProvider time) : IAsyncDisposable
{
    private const int OpenLoopClients = 128;
    private const int WarmUpClients = 16;

    /// <summary>The shape.</summary>
    public RunningShape Shape => shape;

    /// <summary>Its requests.</summary>
    public RequestMaker Requests => requests;

    /// <summary>Its name in the report.</summary>
    public string Name => shape.Definition.Name;

    /// <summary>Starts a shape with an empty database server of its own, reads what there is to order, and makes the requests.</summary>
    /// <param name="definition">What to start.</param>
    /// <param name="telemetry">Where its telemetry goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ShapeLoad> StartAsync(ShapeDefinition definition, TelemetrySink telemetry, TimeProvider time, CancellationToken cancellationToken)
    {
        var shape = await RunningShape.StartAsync(definition, telemetry, time, cancellationToken);
        try
        {
            var ids = await shape.ProductIdsAsync(cancellationToken);
            return new ShapeLoad(shape, new RequestMaker(shape.ProductTarget, shape.OrderTarget, ids), time);
        }
        catch
        {
            await shape.DisposeAsync();
            throw;
        }
    }

    /// <summary>The sender of a scenario's requests.</summary>
    /// <param name="scenario">The scenario.</param>
    public SendRequest Sender(string scenario) => RequestMaker.Sender(scenario switch
    {
        Scenarios.List => requests.List,
        Scenarios.ListUncached => requests.ListUncached,
        Scenarios.One => requests.One,
        Scenarios.Checkout => requests.Checkout,
        Scenarios.Mix => requests.Mix,
        _ => throw new ArgumentException($"'{scenario}' is not a scenario.", nameof(scenario)),
    });

    /// <summary>A closed loop of a scenario.</summary>
    public LoadWindow Closed(string scenario, int clients, TimeSpan window) => new(
        scenario, Name, LoadKind.ClosedLoop, clients, shape.Processes(),
        cancellationToken => ClosedLoop.RunAsync(Sender(scenario), clients, window, time, cancellationToken));

    /// <summary>The list of products as a page and as JSON, of a shape that has pages.</summary>
    /// <param name="clients">How many clients.</param>
    /// <param name="window">The length of a window.</param>
    public IReadOnlyList<LoadWindow> Lists(int clients, TimeSpan window)
    {
        var page = RequestMaker.Sender(RequestMaker.Page(shape.PageTarget!));
        var json = Closed(Scenarios.ListUncached, clients, window) with { Scenario = Scenarios.ProductList, Shape = Shapes.AsJson(Name) };
        return
        [
            json,
            json with { Shape = Shapes.AsPage(Name), RunAsync = cancellationToken => ClosedLoop.RunAsync(page, clients, window, time, cancellationToken) },
        ];
    }

    /// <summary>An open loop of a scenario.</summary>
    public LoadWindow Open(string scenario, double perSecond, TimeSpan window) => new(
        scenario, Name, LoadKind.OpenLoop, perSecond, shape.Processes(),
        cancellationToken => OpenLoop.RunAsync(Sender(scenario), new OpenLoopSchedule(perSecond, window), OpenLoopClients, time, cancellationToken));

    /// <summary>Runs every path until it is compiled and its connections are open.</summary>
    /// <param name="length">For how long altogether.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WarmUpAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        SendRequest[] paths =
        [
            Sender(Scenarios.ListUncached), Sender(Scenarios.Checkout), Sender(Scenarios.Mix), Sender(Scenarios.Checkout),
            .. shape.PageTarget is { } pages ? [RequestMaker.Sender(RequestMaker.Page(pages))] : (SendRequest[])[],
        ];
        foreach (var path in paths)
            await ClosedLoop.RunAsync(path, WarmUpClients, length / paths.Length, time, cancellationToken);
    }

    /// <summary>Stops the shape.</summary>
    public ValueTask DisposeAsync() => shape.DisposeAsync();
}
