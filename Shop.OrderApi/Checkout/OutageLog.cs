using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Checkout;

/// <summary>Says once that a part of the shop is away and once that it is back, however many orders wait for it.</summary>
internal sealed partial class OutageLog(TimeProvider time, ILogger<OutageLog> logger)
{
    /// <summary>As long without a failure ends an outage: a part that answers every other call is not back.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private readonly Part _products = new("Products");
    private readonly Part _payments = new("Payments");

    /// <summary>A step was tried.</summary>
    /// <param name="state">The state of the order, at that step.</param>
    /// <param name="outage">Why it got no answer; null where it got one.</param>
    public void Tried(OrderState state, string? outage)
    {
        if (PartOf(state.WaitsFor) is not { } part) return;
        if (outage is null && !part.IsAway) return;

        lock (part)
        {
            if (outage is not null)
            {
                part.LastFailure = time.GetTimestamp();
                if (!part.IsAway) LogAway(logger, part.Name, state.Step, outage);
                part.IsAway = true;
            }
            else if (part.IsAway && time.GetElapsedTime(part.LastFailure) > Settling)
            {
                part.IsAway = false;
                LogBack(logger, part.Name);
            }
        }
    }

    private Part? PartOf(ShopPart? part) => part switch
    {
        ShopPart.Products => _products,
        ShopPart.Payments => _payments,
        _ => null,
    };

    private sealed class Part(string name)
    {
        private volatile bool _isAway;

        public string Name => name;

        /// <summary>Read without the lock by every step that goes well.</summary>
        public bool IsAway
        {
            get => _isAway;
            set => _isAway = value;
        }

        public long LastFailure { get; set; }
    }

    [LoggerMessage(LogLevel.Warning, "{Part} do not answer, and orders wait for them: {Step} got no answer of theirs ({Outage})")]
    private static partial void LogAway(ILogger logger, string part, OrderStep step, string outage);

    [LoggerMessage(LogLevel.Information, "{Part} answer again")]
    private static partial void LogBack(ILogger logger, string part);
}
