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

    internal sealed class Validator : IValidateOptions<PaymentOptions>
    {
        private const int LargestBatch = 1000;
        private const int MostTries = 10;

        public ValidateOptionsResult Validate(string? name, PaymentOptions options)
        {
            if (options.MaxBatch is < 1 or > LargestBatch) return ValidateOptionsResult.Fail($"Payment:MaxBatch is between 1 and {LargestBatch}.");
            return options.GatewayTries is < 1 or > MostTries
                ? ValidateOptionsResult.Fail($"Payment:GatewayTries is between 1 and {MostTries}.")
                : ValidateOptionsResult.Success;
        }
    }
}
