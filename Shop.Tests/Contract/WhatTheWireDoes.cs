using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Contract;

/// <summary>
/// The OpenAPI documents and the wire say the same, also to requests that nobody should send. Half a minute by default, with the same
/// requests every time; SHOP_FUZZ=N sends N more by chance to each service and to the monolith, from a new seed, which is printed and can be
/// given again as SHOP_FUZZ_SEED.
/// </summary>
public sealed class WhatTheWireDoes(ShopFixture shop, MonolithFixture monolith) : ShopTest(shop)
{
    private const int UsualSeed = 20261126;
    private const int UsualRequestsByChance = 500;

    /// <summary>How long the fuzz test may take where nobody has asked for more, in seconds.</summary>
    private const int UsualBoundSeconds = 45;

    /// <summary>What is sold in the run's own orders.</summary>
    private const int Products = 5;

    private static int? Requested => Number("SHOP_FUZZ");

    [Fact]
    public async Task No_answer_is_outside_the_document()
    {
        await monolith.StartAsync();
        var seed = Number("SHOP_FUZZ_SEED") ?? (Requested is null ? UsualSeed : Environment.TickCount);
        var runs = await Task.WhenAll(
            RunAsync("product", Shop.Products, 5101, seed, each: true, []),
            RunAsync("order", Shop.Orders, 5102, seed, each: true, await ProductsToSellAsync()),
            RunAsync("payment", Shop.Payments, 5103, seed, each: true, []),
            // The same modules: each change by itself once more would say little.
            RunAsync("monolith", monolith.Orders, 5100, seed, each: Requested is not null, []));

        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"Seed {seed}; SHOP_FUZZ_SEED={seed} repeats it.");
        foreach (var (name, fuzzer) in runs)
            report.AppendLine(CultureInfo.InvariantCulture, $"{name}: {fuzzer.Sent} requests, {fuzzer.Succeeded} with success, {fuzzer.Found.Count} kinds of violation{(fuzzer.IsComplete ? "" : ", not each change tried by itself")}");

        var found = runs.SelectMany(run => run.Fuzzer.Found.Select(violation => (run.Name, Violation: violation))).ToArray();
        var unknown = found.Where(it => !KnownViolations.All.Any(known => known.Covers(it.Violation))).ToArray();
        var isComplete = runs.Where(run => run.Name != "monolith").All(run => run.Fuzzer.IsComplete);
        // What was not asked for is not found, which says nothing about whether it is still there.
        var stale = isComplete ? KnownViolations.All.Where(known => !known.Seldom && !found.Any(it => known.Covers(it.Violation))).ToArray() : [];
        await WriteAsync(report, found);

        foreach (var (name, violation) in unknown)
        {
            report.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{name}: {violation.Operation} {violation.Kind}")
                .AppendLine(CultureInfo.InvariantCulture, $"    {violation.Evidence}").AppendLine(CultureInfo.InvariantCulture, $"    {violation.Reproduction}");
        }

        foreach (var known in stale)
            report.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Nobody does this any more, remove it from {nameof(KnownViolations)}: {known.Operation} {known.Kind}");
        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
        Assert.True(unknown.Length == 0 && stale.Length == 0, report.ToString());
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static async Task<(string Name, Fuzzer Fuzzer)> RunAsync(string name, HttpClient service, int preferredPort, int seed, bool each, IEnumerable<string> products)
    {
        var document = ApiDocument.Parse(await service.GetStringAsync("/openapi/v1.json"));
        using var client = new FuzzClient(service.BaseAddress!);
        var fuzzer = new Fuzzer(document, client, $"http://localhost:{preferredPort}", seed);
        foreach (var product in products) fuzzer.State.Add("products", product);
        await fuzzer.RunAsync(each, Requested ?? UsualRequestsByChance, Requested is null ? TimeSpan.FromSeconds(UsualBoundSeconds) : TimeSpan.FromDays(1));
        return (name, fuzzer);
    }

    /// <summary>The order service makes no products, so it is given some: with the least stock that no order of the run can use up.</summary>
    private async Task<IEnumerable<string>> ProductsToSellAsync()
    {
        var ids = new List<string>();
        for (var i = 0; i < Products; i++)
        {
            using var made = await Shop.Products.PostAsJsonAsync("/products", new { name = $"fuzz {i}", category = "fuzz", price = 5.00m });
            var id = (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").ToString();
            using var stocked = await Shop.Products.PostAsJsonAsync($"/products/{id}/stock", new { delta = 1_000_000, reason = "fuzz" });
            stocked.EnsureSuccessStatusCode();
            ids.Add(id);
        }

        return ids;
    }

    /// <summary>All of it, known or not, where SHOP_FUZZ_REPORT names a file.</summary>
    private static async Task WriteAsync(StringBuilder report, IEnumerable<(string Name, Violation Violation)> found)
    {
        if (Environment.GetEnvironmentVariable("SHOP_FUZZ_REPORT") is not { Length: > 0 } path) return;
        var lines = found.OrderBy(it => it.Violation.Kind, StringComparer.Ordinal).Select(it =>
            $"{it.Violation.Kind}\t{it.Name}\t{it.Violation.Operation}\t{it.Violation.Evidence}\t{it.Violation.Reproduction}");
        await File.WriteAllTextAsync(path, $"{report}\n{string.Join('\n', lines)}\n");
    }
}
