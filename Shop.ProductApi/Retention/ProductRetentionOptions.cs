using Microsoft.Extensions.Options;
using Shop.Database;

namespace Shop.ProductApi.Retention;

/// <summary>How long the module keeps what is over: configuration section <c>Product:Retention</c>, in days: <c>90.00:00:00</c>.</summary>
internal sealed class ProductRetentionOptions
{
    public const string Section = "Product:Retention";

    /// <summary>
    /// Reservations that have ended. Longer than any order repeats a step of its own, and than the order service keeps deliveries
    /// (<c>Order:Retention:Deliveries</c>): an event of a sale that comes later finds no goods that it could count.
    /// </summary>
    public TimeSpan Reservations { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Events of orders that have had their effect. Not shorter than reservations, so that none has it twice.</summary>
    public TimeSpan Inbox { get; set; } = TimeSpan.FromDays(90);

    /// <summary>What requests with an <c>Idempotency-Key</c> were answered: as long, sending one again does nothing twice.</summary>
    public TimeSpan IdempotencyKeys { get; set; } = TimeSpan.FromDays(1);

    internal sealed class Validator : IValidateOptions<ProductRetentionOptions>
    {
        public ValidateOptionsResult Validate(string? name, ProductRetentionOptions options)
        {
            if (!RetentionAge.Allows(options.Reservations) || !RetentionAge.Allows(options.Inbox) || !RetentionAge.Allows(options.IdempotencyKeys))
                return ValidateOptionsResult.Fail($"{Section}: each is between {RetentionAge.Shortest} and {RetentionAge.Longest}.");
            return options.Inbox < options.Reservations
                ? ValidateOptionsResult.Fail($"{Section}: Inbox is not shorter than Reservations.")
                : ValidateOptionsResult.Success;
        }
    }
}
