using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Shop.Tests.Hosting;

namespace Shop.Tests.Docs;

/// <summary>A problem's type is an address that tells what it means, and there is none that is not listed.</summary>
public sealed partial class TypesOfProblems(ShopFixture shop) : ShopTest(shop)
{
    private static readonly string[] Projects = ["Shop.ProductApi", "Shop.OrderApi", "Shop.PaymentApi", "Shop.ServiceDefaults", "Shop.Database", "Shop.Monolith"];

    /// <summary>What the document lists: a row of a table for each type.</summary>
    private static string[] Listed { get; } =
    [
        .. File.ReadLines(Path.Combine(RepositoryRoot.Find().FullName, "docs", "problems.md"))
            .Select(line => Row().Match(line)).Where(match => match.Success).Select(match => match.Groups["type"].Value),
    ];

    [Fact]
    public void Every_type_that_can_be_sent_is_listed_once_and_none_that_cannot()
    {
        var sent = Projects
            .SelectMany(project => RepositoryRoot.Find().GetDirectories(project).Single().EnumerateFiles("*.cs", SearchOption.AllDirectories))
            .Where(file => !file.FullName.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Literal().Matches(File.ReadAllText(file.FullName)).Select(match => match.Groups["type"].Value));

        Assert.Equal(sent.Distinct().Order(StringComparer.Ordinal), Listed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Part.Products)]
    [InlineData(Part.Orders)]
    [InlineData(Part.Payments)]
    public async Task Every_type_is_an_address_of_each_service(Part part)
    {
        var client = part switch
        {
            Part.Products => Shop.Products,
            Part.Orders => Shop.Orders,
            _ => Shop.Payments,
        };
        var all = (await client.GetFromJsonAsync<TypeView[]>("/problems"))!;

        Assert.Equal(Listed, all.Select(type => type.Type));
        foreach (var type in all)
        {
            Assert.Equal(type, await client.GetFromJsonAsync<TypeView>(type.Type));
            Assert.True(type is { Status: >= 400 and < 600, Means.Length: > 0, ClientDoes.Length: > 0 }, $"{type} says nothing.");
        }

        using var unknown = await client.GetAsync("/problems/unheard-of");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("/problems/not-found", (await ProblemView.ReadAsync(unknown)).Type);
    }

    [Fact]
    public async Task An_address_that_nobody_serves_is_told_from_a_thing_that_is_not_there()
    {
        using var thing = await Shop.Orders.GetAsync($"/orders/{Guid.NewGuid()}");
        using var address = await Shop.Orders.GetAsync("/ordres/1");
        Assert.Equal("/problems/not-found", (await ProblemView.ReadAsync(thing)).Type);
        Assert.Equal("/problems/no-such-address", (await ProblemView.ReadAsync(address)).Type);
    }

    [GeneratedRegex("^\\| `(?<type>/problems/[a-z-]+)` \\|")]
    private static partial Regex Row();

    [GeneratedRegex("\"(?<type>/problems/[a-z-]+)\"")]
    private static partial Regex Literal();

    private sealed record TypeView(string Type, int Status, string Means, string ClientDoes, string? SentBy);
}
