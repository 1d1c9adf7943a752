using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Webhooks;

namespace Shop.ProductApi.Products;

/// <summary>What can be set about the module, in the configuration section <c>Product</c>.</summary>
internal sealed class ProductOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Product";

    /// <summary>Enough for a full page of the catalogue.</summary>
    private const int UsualSeed = 100;

    /// <summary>
    /// How many products an empty catalogue is filled with: a number, <c>true</c> for the usual hundred, <c>false</c> for none.
    /// Without a setting Development gets the usual hundred, and every other environment none.
    /// </summary>
    public string? Seed { get; set; }

    /// <summary>How many pieces of each seeded product are on hand.</summary>
    public int SeedStock { get; set; } = 1000;

    /// <summary>
    /// How long, in seconds, an answer of <c>GET /products</c> may be served again, at most 1; 0 reads the database each time.
    /// A change made through an instance shows there at once; another replica may show the old state for as long as this.
    /// </summary>
    public double CacheSeconds { get; set; } = 1;

    /// <summary>The most orders whose reservations share a transaction; 1 gives each its own.</summary>
    public int MaxBatch { get; set; } = 64;

    /// <summary>
    /// The key that events of orders are signed with, as text: the same that the order service has for this subscriber. Without
    /// one no event is accepted.
    /// </summary>
    public string? OrderEventSecret { get; set; }

    /// <summary>How many products to seed.</summary>
    public int SeedCount(IHostEnvironment environment) => Seed switch
    {
        null or "" => environment.IsDevelopment() ? UsualSeed : 0,
        _ when bool.TryParse(Seed, out var wanted) => wanted ? UsualSeed : 0,
        _ => int.Parse(Seed, System.Globalization.CultureInfo.InvariantCulture),
    };

    internal sealed class Validator : IValidateOptions<ProductOptions>
    {
        private const int MostSeeded = 100_000;
        private const int LargestBatch = 1000;

        public ValidateOptionsResult Validate(string? name, ProductOptions options)
        {
            if (options.Seed is { Length: > 0 } seed && !bool.TryParse(seed, out _)
                && !(int.TryParse(seed, System.Globalization.CultureInfo.InvariantCulture, out var count) && count is >= 0 and <= MostSeeded))
            {
                return ValidateOptionsResult.Fail($"Product:Seed is true, false or a number up to {MostSeeded}.");
            }

            if (options.SeedStock is < 0 or > StockLimits.MaxOnHand)
                return ValidateOptionsResult.Fail($"Product:SeedStock is between 0 and {StockLimits.MaxOnHand}.");
            if (options.CacheSeconds is not (>= 0 and <= 1))
                return ValidateOptionsResult.Fail("Product:CacheSeconds is between 0 and 1.");
            if (options.OrderEventSecret is { Length: > 0 and < WebhookSigner.ShortestSecret })
                return ValidateOptionsResult.Fail($"Product:OrderEventSecret has at least {WebhookSigner.ShortestSecret} characters.");
            return options.MaxBatch is < 1 or > LargestBatch
                ? ValidateOptionsResult.Fail($"Product:MaxBatch is between 1 and {LargestBatch}.")
                : ValidateOptionsResult.Success;
        }
    }
}
