using System.Diagnostics;
using Shop.Bench.Load;
using Shop.Bench.Results;
using Shop.Bench.Running;

namespace Shop.Bench.Measuring;

/// <summary>Kills processes (SIGKILL, as the kernel does when memory runs out) and looks at what still works and how fast it is back.</summary>
/// <param name="load">The shape.</param>
/// <param name="time">The clock.</param>
internal sealed class FaultRun(ShapeLoad load, TimeProvider time)
{
    private const double BrowsesPerSecond = 50;
    private const double OrdersPerSecond = 20;
    private const double PaymentsPerSecond = 20;
    private const int Clients = 64;

    private static readonly TimeSpan BackBound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly RunningShape _shape = load.Shape;

    /// <summary>Kills each process of the shape in turn, starts it again at once and times its first good answer.</summary>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<IReadOnlyList<Recovery>> RecoverAsync(CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(BackBound * _shape.Definition.Resources.Count);
        var recoveries = new List<Recovery>();
        foreach (var resource in _shape.Definition.Resources)
        {
            var killed = time.GetTimestamp();
            Kill(resource);
            await _shape.RestartAsync(resource, bound.Token);
            await WaitForAnswerAsync(resource, killed, cancellationToken);
            recoveries.Add(new Recovery(load.Name, resource, Math.Round(time.GetElapsedTime(killed).TotalSeconds, 2)));
            await _shape.WaitHealthyAsync(resource, cancellationToken);
        }
        return recoveries;
    }

    /// <summary>Kills the process that takes payments, leaves it dead and counts what is still answered.</summary>
    /// <param name="window">For how long.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<IReadOnlyList<Outage>> LosePaymentsAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        var resource = _shape.Definition.PaymentResource;
        // Connections to processes that were killed before would each cost a request that this outage has no part in.
        foreach (var target in (HttpTarget[])[_shape.ProductTarget, _shape.OrderTarget, _shape.PaymentTarget])
            target.Disconnect();
        Kill(resource);
        var payments = _shape.PaymentTarget.Get("/payments?limit=1");
        (string Name, SendRequest Send, double Rate)[] requests =
        [
            (Scenarios.List, RequestMaker.Sender(load.Requests.List), BrowsesPerSecond),
            (Scenarios.Checkout, RequestMaker.Sender(load.Requests.Checkout), OrdersPerSecond),
            ("GET /payments", RequestMaker.Sender(_ => new PlannedRequest(_shape.PaymentTarget, payments, false)), PaymentsPerSecond),
        ];
        // Each kind of request has connections of its own: clients are told apart by their number.
        var results = await Task.WhenAll(requests.Select((request, kind) => OpenLoop.RunAsync(
            (client, token) => request.Send((kind * Clients) + client, token), new OpenLoopSchedule(request.Rate, window), Clients, time, cancellationToken)));
        await _shape.RestartAsync(resource, cancellationToken);
        await _shape.WaitHealthyAsync(resource, cancellationToken);
        return [.. requests.Select((request, i) => new Outage(load.Name, resource, request.Name, results[i]))];
    }

    private void Kill(string resource)
    {
        foreach (var id in _shape.ProcessIdsOf(resource))
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
    }

    private async Task WaitForAnswerAsync(string resource, long killed, CancellationToken cancellationToken)
    {
        var definition = _shape.Definition;
        var (target, path) = resource switch
        {
            _ when resource == definition.ProductResource => (_shape.ProductTarget, "/products?limit=1"),
            _ when resource == definition.OrderResource => (_shape.OrderTarget, "/orders?limit=1"),
            _ => (_shape.PaymentTarget, "/payments?limit=1"),
        };
        using var connection = new HttpConnection(target.Address.Host, target.Address.Port);
        var request = target.Get(path);
        using var poll = new PeriodicTimer(PollInterval, time);
        while (await connection.SendAsync(request, cancellationToken) != 200)
        {
            if (time.GetElapsedTime(killed) > BackBound)
                throw new TimeoutException($"{resource} did not answer GET {path} within {BackBound.TotalSeconds} s of its kill.");
            await poll.WaitForNextTickAsync(cancellationToken);
        }
    }
}
