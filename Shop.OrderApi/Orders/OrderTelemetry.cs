using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Shop.OrderApi.Orders;

/// <summary>The module's spans and figures.</summary>
internal sealed partial class OrderTelemetry
{
    public const string Name = "Shop.Orders";

    private readonly Counter<long> _orders;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _lag;
    private readonly ILogger<OrderTelemetry> _logger;

    public OrderTelemetry(IMeterFactory meters, ILogger<OrderTelemetry> logger)
    {
        _logger = logger;
        var meter = meters.Create(Name);
        _orders = meter.CreateCounter<long>("shop.orders", "{order}", "Orders by what became of them.");
        _duration = meter.CreateHistogram<double>("shop.checkout.duration", "s", "From placing an order to its confirmation or rejection.");
        _lag = meter.CreateHistogram<double>("shop.outbox.lag", "s", "From an order's change to the publication of its event.");
    }

    /// <summary>Spans of the checkout, the worker and the relay.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Counts and logs what became of an order.</summary>
    public void Changed(OrderEvent change, Order order)
    {
        var what = change.Type["order.".Length..];
        var outcome = new TagList { { "shop.order.outcome", what } };
        if (change.Reason is { } reason) outcome.Add("shop.order.reason", reason);
        _orders.Add(1, outcome);
        if (change.Type is OrderEventTypes.Confirmed or OrderEventTypes.Rejected)
            _duration.Record((change.At - order.OrderDate).TotalSeconds, outcome);

        if (change.Reason is null) LogChanged(_logger, order.Id, what, order.Total, order.Currency);
        else LogRefused(_logger, order.Id, what, change.Reason);
    }

    /// <summary>Counts an order that people have to look at.</summary>
    public void Stuck(Order order) =>
        _orders.Add(1, new("shop.order.outcome", "stuck"), new("shop.order.goal", order.Goal.ToString()));

    /// <summary>Notes how late an event was published.</summary>
    public void Published(TimeSpan lag) => _lag.Record(lag.TotalSeconds);

    [LoggerMessage(LogLevel.Information, "Order {OrderId} is {Outcome}, {Total} {Currency}")]
    private static partial void LogChanged(ILogger logger, Guid orderId, string outcome, decimal total, string currency);

    [LoggerMessage(LogLevel.Information, "Order {OrderId} is {Outcome}: {Reason}")]
    private static partial void LogRefused(ILogger logger, Guid orderId, string outcome, string reason);
}
