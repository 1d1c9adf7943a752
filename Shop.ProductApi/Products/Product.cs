using Shop.ServiceDefaults;

namespace Shop.ProductApi.Products;

/// <summary>Something the shop sells, with its stock.</summary>
internal sealed class Product
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The longest description, in characters.</summary>
    public const int MaxDescriptionLength = 4000;

    /// <summary>The longest name of a category, in characters.</summary>
    public const int MaxCategoryLength = 100;

    /// <summary>The longest text to search for in names and descriptions, in characters.</summary>
    public const int MaxSearchLength = 200;

    /// <summary>The highest price of a piece.</summary>
    public const decimal MaxPrice = 1_000_000m;

    /// <summary>The number that the product is ordered by.</summary>
    public int Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; set; }

    /// <summary>What a customer should know about it.</summary>
    public required string Description { get; set; }

    /// <summary>The shelf that it stands on.</summary>
    public required string Category { get; set; }

    /// <summary>The price of one piece, in <see cref="Currency"/>, with at most two decimals.</summary>
    public required decimal Price { get; set; }

    /// <summary>The currency of the price (ISO 4217).</summary>
    public string Currency { get; init; } = Money.Currency;

    /// <summary>Pieces in the warehouse, including those that are reserved.</summary>
    public int OnHand { get; init; }

    /// <summary>Pieces on hand that orders hold; never more than <see cref="OnHand"/>.</summary>
    public int Reserved { get; init; }

    /// <summary>Grows with each edit of what the catalogue says; stock movements leave it alone.</summary>
    public int Version { get; set; } = 1;

    /// <summary>When the product left the catalogue (UTC); it stays in the books. Null while it is sold.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>Pieces that can still be ordered.</summary>
    public int Available => OnHand - Reserved;
}
