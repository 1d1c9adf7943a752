using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Shop.Tests.Hosting;

namespace Shop.Tests.Contract;

/// <summary>
/// What the services say of themselves is committed, so that whoever changes it sees in the review what clients will see. After an
/// intended change, <c>SHOP_UPDATE_OPENAPI=1 dotnet test --project Shop.Tests --filter-class Shop.Tests.Contract.CommittedDocuments</c>
/// writes the files anew.
/// </summary>
public sealed class CommittedDocuments(ShopFixture shop, MonolithFixture monolith) : ShopTest(shop)
{
    /// <summary>Text as people read it; nothing here becomes a part of a page.</summary>
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static bool IsUpdate => Environment.GetEnvironmentVariable("SHOP_UPDATE_OPENAPI") == "1";

    [Theory]
    [InlineData("product")]
    [InlineData("order")]
    [InlineData("payment")]
    [InlineData("monolith")]
    public async Task A_document_is_served_as_it_is_committed(string name)
    {
        var served = Normalised(await ServedAsync(name));
        var path = Path.Combine(RepositoryRoot.Find().FullName, "docs", "openapi", $"{name}.json");
        if (IsUpdate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, served, TestContext.Current.CancellationToken);
        }

        var committed = File.Exists(path) ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : "";
        if (committed == served) return;

        var (old, now) = (committed.Split('\n'), served.Split('\n'));
        var first = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail(
            $"The {name} document differs from docs/openapi/{name}.json from line {first + 1} on:\n" +
            $"- {old.ElementAtOrDefault(first)}\n+ {now.ElementAtOrDefault(first)}\n" +
            $"If clients are to see that: SHOP_UPDATE_OPENAPI=1 dotnet test --project Shop.Tests --filter-class {typeof(CommittedDocuments).FullName}, and commit.");
    }

    [Theory]
    [InlineData("product")]
    [InlineData("order")]
    [InlineData("payment")]
    [InlineData("monolith")]
    public async Task A_document_is_valid_OpenAPI(string name)
    {
        var read = OpenApiDocument.Parse(await ServedAsync(name), "json");

        Assert.Empty(read.Diagnostic!.Errors.Select(error => error.ToString()));
    }

    private async Task<string> ServedAsync(string name)
    {
        if (name == "monolith") await monolith.StartAsync();
        var service = name switch { "product" => Shop.Products, "order" => Shop.Orders, "payment" => Shop.Payments, _ => monolith.Orders };
        return await service.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
    }

    /// <summary>Without the address of the run, and with paths and schemas in an order that does not follow the order of registration.</summary>
    private static string Normalised(string json)
    {
        var document = JsonNode.Parse(json)!.AsObject();
        document.Remove("servers");
        document["paths"] = Sorted(document["paths"]!);
        if (document["components"] is JsonObject components)
        {
            foreach (var (kind, parts) in components.ToArray()) components[kind] = Sorted(parts!);
        }

        return document.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Sorted(JsonNode node) =>
        new(node.AsObject().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
}
