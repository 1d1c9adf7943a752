using Microsoft.Extensions.Options;

namespace Shop.PaymentApi.Ledger;

/// <summary>What can be set about the module, in the configuration section <c>Payment</c>.</summary>
internal sealed class PaymentOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Payment";

    /// <summary>The most orders whose authorizations share a transaction; 1 gives each its own.</summary>
    public int MaxBatch { get; set; } = 64;

    /// <summary>How often, within one request, the gateway is asked about an operation whose outcome is not known.</summary>
    public int GatewayTries { get; set; } = 3;

    /// <summary>How long the gateway may take for one answer; after that it counts as none.</summary>
    public TimeSpan GatewayTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long what the gateway was asked for may go without a result in the ledger before it counts as a difference between the
    /// two and is asked for again by the service itself. The pause doubles with each further attempt.
    /// </summary>
    public TimeSpan ReconcileAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between two attempts at one difference.</summary>
    public TimeSpan ReconcilePauseCap { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often differences are looked for.</summary>
    public TimeSpan ReconcileInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The most differences that one replica works on in a round.</summary>
    public int ReconcileBatch { get; set; } = 32;

    internal sealed class Validator : IValidateOptions<PaymentOptions>
    {
        private const int LargestBatch = 1000;
        private const int MostTries = 10;

        public ValidateOptionsResult Validate(string? name, PaymentOptions options)
        {
            if (options.MaxBatch is < 1 or > LargestBatch) return ValidateOptionsResult.Fail($"Payment:MaxBatch is between 1 and {LargestBatch}.");
            if (options.GatewayTries is < 1 or > MostTries) return ValidateOptionsResult.Fail($"Payment:GatewayTries is between 1 and {MostTries}.");
            if (options.ReconcileBatch is < 1 or > LargestBatch) return ValidateOptionsResult.Fail($"Payment:ReconcileBatch is between 1 and {LargestBatch}.");
            return options.GatewayTimeout <= TimeSpan.Zero || options.ReconcileAfter <= TimeSpan.Zero || options.ReconcileInterval <= TimeSpan.Zero
                || options.ReconcilePauseCap < options.ReconcileAfter
                ? ValidateOptionsResult.Fail("Payment:GatewayTimeout, ReconcileAfter and ReconcileInterval are above zero, and ReconcilePauseCap is no less than ReconcileAfter.")
                : ValidateOptionsResult.Success;
        }
    }
}
