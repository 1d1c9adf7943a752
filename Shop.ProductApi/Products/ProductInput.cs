using Shop.ServiceDefaults.Validation;

namespace Shop.ProductApi.Products;

/// <summary>What staff say about a product, as a client may have written it.</summary>
/// <param name="Name">What it is called; required.</param>
/// <param name="Description">What a customer should know about it.</param>
/// <param name="Category">The shelf that it stands on; required.</param>
/// <param name="Price">The price of one piece, with at most two decimals; required.</param>
/// <param name="Currency">The shop's currency, or nothing.</param>
public sealed record ProductInput(string? Name, string? Description, string? Category, decimal? Price, string? Currency)
{
    /// <summary>Checks the body field by field.</summary>
    /// <returns>Reasons by field; empty where nothing is wrong.</returns>
    public Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        Note("name", TextRules.CheckRequired(Name, Product.MaxNameLength));
        Note("description", TextRules.CheckOptional(Description, Product.MaxDescriptionLength));
        Note("category", TextRules.CheckRequired(Category, Product.MaxCategoryLength));
        Note("price", Price switch
        {
            null => "A price is required.",
            <= 0 or > Product.MaxPrice => $"The price is greater than 0 and at most {Product.MaxPrice}.",
            { } price when decimal.Round(price, 2) != price => "The price has at most two decimals.",
            _ => null,
        });
        Note("currency", Currency is null or Product.ShopCurrency ? null : $"The shop sells in {Product.ShopCurrency} only.");
        return errors;

        void Note(string field, string? reason)
        {
            if (reason is not null) errors[field] = [reason];
        }
    }
}
