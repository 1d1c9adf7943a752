using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Shop.PaymentApi.Data;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults.Work;

namespace Shop.PaymentApi.Reconciliation;

/// <summary>
/// Holds the gateway against the ledger, on every replica: what the gateway was asked for and the ledger has no result of is asked
/// for again, under the same key, until both say the same. Whoever asked first may be dead, or frozen, or have heard nothing.
/// </summary>
internal sealed partial class Reconciler : BackgroundService, IDueWork
{
    private const string MeterName = "Shop.Payment";

    private readonly PaymentDatabase _database;
    private readonly GatewayRecords _records;
    private readonly GatewayClient _gateway;
    private readonly PaymentOptions _options;
    private readonly ILogger<Reconciler> _logger;
    private readonly Meter _meter;
    private readonly Counter<long> _healed;
    private readonly AsyncAutoResetEvent _wake;
    private (long Count, TimeSpan Oldest) _differences;
    private int _underWay;

    public Reconciler(
        PaymentDatabase database, GatewayRecords records, GatewayClient gateway, IOptions<PaymentOptions> options, TimeProvider time,
        IMeterFactory meters, ILogger<Reconciler> logger)
    {
        (_database, _records, _gateway, _options, _logger) = (database, records, gateway, options.Value, logger);
        _wake = new(time);
        _meter = meters.Create(MeterName);
        _healed = _meter.CreateCounter<long>("shop.gateway.reconciled", "{operation}", "Operations whose result the ledger got without being asked again, by kind.");
        _meter.CreateObservableGauge(
            "shop.gateway.differences", () => _differences.Count, "{operation}", "Operations that the gateway was asked for and the ledger knows no result of.");
        _meter.CreateObservableGauge(
            "shop.gateway.differences.age", () => _differences.Oldest.TotalSeconds, "s", "How long ago the oldest of them was asked for.");
    }

    public void Wake() => _wake.Set();

    /// <summary>
    /// What was claimed is no longer due, nor is it known what became of it: a process that stands still there would never hear it. So it is counted
    /// from before the claim on, and read after the claim can be seen.
    /// </summary>
    public async Task<DueWork> CountAsync(CancellationToken cancellationToken)
    {
        var (due, next) = await _records.CountDueAsync(cancellationToken);
        return new(new Dictionary<string, long> { ["gateway"] = due + Volatile.Read(ref _underWay) }, next);
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _database.Prepared.WaitAsync(stoppingToken);
        while (true)
        {
            await _wake.WaitAsync(_options.ReconcileInterval, stoppingToken);
            try
            {
                await ReconcileAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogIdle(_logger, exception.Message);
            }
        }
    }

    private async Task ReconcileAsync(CancellationToken stoppingToken)
    {
        _differences = await _records.CountDifferencesAsync(_options.ReconcileAfter, stoppingToken);
        Volatile.Write(ref _underWay, 1);
        try
        {
            var overdue = await _records.ClaimAsync(_options.ReconcileBatch, _options.ReconcileAfter, _options.ReconcilePauseCap, stoppingToken);
            Volatile.Write(ref _underWay, overdue.Count);
            await Task.WhenAll(overdue.Select(AskAgainAsync));
        }
        finally
        {
            Volatile.Write(ref _underWay, 0);
        }
    }

    private async Task AskAgainAsync(GatewayRequest request)
    {
        try
        {
            var (result, _) = await _gateway.AskAsync(request, tries: 1);
            if (!request.IsEndedBy(result))
            {
                LogContradiction(_logger, request.OrderId, request.Kind, result);
                return;
            }

            _healed.Add(1, new KeyValuePair<string, object?>("kind", request.Kind.ToText()));
            LogReconciled(_logger, request.OrderId, request.Kind, request.Amount, request.Currency, result);
        }
        catch (Exception exception) when (exception is GatewayUncertainException or DbException or TimeoutException)
        {
            LogStillOpen(_logger, request.OrderId, request.Kind, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "The gateway and the ledger are not compared: {Reason}")]
    private static partial void LogIdle(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "The ledger had no result of order {OrderId}'s {Kind} of {Amount} {Currency}; by the gateway it is {Result}")]
    private static partial void LogReconciled(ILogger logger, Guid orderId, MovementKind kind, decimal amount, string currency, GatewayResult result);

    [LoggerMessage(LogLevel.Error, "The ledger has decided on order {OrderId}'s {Kind}, and the gateway does not do it: {Result}")]
    private static partial void LogContradiction(ILogger logger, Guid orderId, MovementKind kind, GatewayResult result);

    [LoggerMessage(LogLevel.Warning, "What became of order {OrderId}'s {Kind} is still not known: {Reason}")]
    private static partial void LogStillOpen(ILogger logger, Guid orderId, MovementKind kind, string reason);
}
