using Shop.ServiceDefaults;

namespace Shop.ProductApi.Data;

/// <summary>The same believable products on every machine: things by category, each in a few makes.</summary>
internal static class SampleCatalogue
{
    private static readonly Shelf[] Shelves =
    [
        new("Kitchen", "for every day at the stove", ["Cast-iron pan", "Bread knife", "Mixing bowl", "Coffee grinder", "Tea kettle", "Pepper mill"], 24.90m),
        new("Office", "for a desk that stays tidy", ["Desk lamp", "Notebook", "Fountain pen", "Document tray", "Monitor stand", "Letter opener"], 12.50m),
        new("Garden", "for beds, pots and balconies", ["Hand trowel", "Watering can", "Pruning shears", "Seed box", "Garden twine", "Kneeling pad"], 9.80m),
        new("Bicycle", "for the way to work and the long way home", ["Floor pump", "Saddle bag", "Front light", "Chain oil", "Bell", "Multi-tool"], 15.40m),
        new("Outdoor", "for days without a roof", ["Sleeping mat", "Head torch", "Water bottle", "Rain jacket", "Camping stove", "Day pack"], 34.00m),
        new("Books", "for evenings in a good chair", ["Atlas of coasts", "Bread at home", "Letters from sea", "A short history of maps", "Night trains", "Forest walks"], 18.00m),
    ];

    private static readonly (string Name, string Text, decimal Factor)[] Makes =
    [
        ("Classic", "The one we have sold since the first day", 1.00m),
        ("Compact", "Smaller and lighter than the classic", 0.85m),
        ("Master", "Made for people who use it all day long", 1.90m),
    ];

    /// <summary>Product number <paramref name="index"/> of an endless series.</summary>
    /// <param name="index">Counted from zero.</param>
    public static (string Name, string Description, string Category, decimal Price) At(int index)
    {
        var shelf = Shelves[index % Shelves.Length];
        var thing = shelf.Things[index / Shelves.Length % shelf.Things.Length];
        var round = index / (Shelves.Length * shelf.Things.Length);
        var make = Makes[round % Makes.Length];
        var edition = round / Makes.Length;
        var name = $"{thing}, {make.Name.ToLowerInvariant()}" + (edition == 0 ? "" : $", edition {edition + 1}");
        var price = ((shelf.BasePrice + 3.30m * (index / Shelves.Length % shelf.Things.Length)) * make.Factor).ToCents();
        return (name, $"{make.Text}, {shelf.Purpose}.", shelf.Name, price);
    }

    private sealed record Shelf(string Name, string Purpose, string[] Things, decimal BasePrice);
}
