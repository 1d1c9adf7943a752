using Microsoft.Extensions.Options;
using Shop.Database;

namespace Shop.OrderApi.Retention;

/// <summary>How long the module keeps what is over: configuration section <c>Order:Retention</c>, in days: <c>30.00:00:00</c>.</summary>
internal sealed class OrderRetentionOptions
{
    public const string Section = "Order:Retention";

    /// <summary>Deliveries that have arrived or were given up. As long, a dead one can be replayed.</summary>
    public TimeSpan Deliveries { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Events that were published, of orders at which nothing is left to do: their history.</summary>
    public TimeSpan Events { get; set; } = TimeSpan.FromDays(730);

    /// <summary>Rejected orders, with their events.</summary>
    public TimeSpan RejectedOrders { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// What requests about subscriptions that had an <c>Idempotency-Key</c> were answered. Keys of orders have a setting of their own,
    /// <c>Order:KeyLifetime</c>.
    /// </summary>
    public TimeSpan IdempotencyKeys { get; set; } = TimeSpan.FromDays(1);

    internal sealed class Validator : IValidateOptions<OrderRetentionOptions>
    {
        public ValidateOptionsResult Validate(string? name, OrderRetentionOptions options) =>
            new[] { options.Deliveries, options.Events, options.RejectedOrders, options.IdempotencyKeys }.All(RetentionAge.Allows)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{Section}: each is between {RetentionAge.Shortest} and {RetentionAge.Longest}.");
    }
}
