using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Shop.OrderApi;
using Shop.PaymentApi;
using Shop.ProductApi;
using Shop.ServiceDefaults;
using Shop.Tests.Hosting;

namespace Shop.Tests.Databases;

/// <summary>
/// Databases that earlier versions have left. Beside this file is a folder for each version, with what
/// <c>pg_dump --no-owner --no-privileges --inserts</c> wrote of them: from then on migrations are only added.
/// </summary>
public sealed class EarlierVersions(ShopFixture shop) : ShopTest(shop)
{
    private static readonly string[] Databases = ["productdb", "orderdb", "paymentdb"];

    [Fact]
    public async Task What_0_1_0_has_left_is_read_and_worked_with()
    {
        await using var products = await RestoreAsync(Shop, "v0.1.0", "productdb");
        await using var orders = await RestoreAsync(Shop, "v0.1.0", "orderdb");
        await using var payments = await RestoreAsync(Shop, "v0.1.0", "paymentdb");
        await using var app = await StartAsync(products, orders, payments);
        using var client = Credentials.NewClient(new(app.Urls.Single()));

        var read = (await client.GetFromJsonAsync<JsonElement[]>("/orders"))!;
        var states = read.Select(order => order.GetProperty("status").GetString()!).CountBy(status => status).ToDictionary();
        Assert.Equal(new() { ["Confirmed"] = 1, ["Shipped"] = 2, ["Cancelled"] = 1, ["Rejected"] = 2 }, states);

        foreach (var id in read.Select(order => order.GetProperty("id").GetGuid()))
        {
            var order = await client.GetFromJsonAsync<JsonElement>($"/orders/{id}");
            var payment = await client.GetAsync($"/payments/{id}");
            Assert.NotEmpty(order.GetProperty("lines").EnumerateArray());
            Assert.NotEmpty(order.GetProperty("history").EnumerateArray());
            if (order.GetProperty("status").GetString() is "Confirmed" or "Shipped") Assert.True(payment.IsSuccessStatusCode);
        }
    }

    /// <summary>A database as a version has left it.</summary>
    /// <param name="shop">On whose server.</param>
    /// <param name="version">The version, as its folder is called.</param>
    /// <param name="database">The database's name.</param>
    internal static async Task<ScratchDatabase> RestoreAsync(ShopFixture shop, string version, string database)
    {
        var scratch = await ScratchDatabase.CreateAsync(shop);
        var dump = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Databases", version, $"{database}.sql"));
        // pg_dump writes for psql: without the commands that are psql's own.
        await scratch.RunAsync(string.Join('\n', dump.Where(line => !line.StartsWith('\\'))));
        return scratch;
    }

    /// <summary>All modules, each on its own database, healthy: migrated and warmed up.</summary>
    private static async Task<WebApplication> StartAsync(params ScratchDatabase[] databases)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            Databases.Zip(databases, (name, database) => KeyValuePair.Create($"ConnectionStrings:{name}", (string?)database.ConnectionString)));
        builder.Configuration.AddInMemoryCollection(Credentials.Settings);
        builder.AddServiceDefaults();
        builder.AddProductModule();
        builder.AddOrderModule();
        builder.AddPaymentModule();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapProductModule();
        app.MapOrderModule();
        app.MapPaymentModule();
        await app.StartAsync();

        using var client = Credentials.NewClient(new(app.Urls.Single()));
        await Eventually.BecomesAsync("the modules to be healthy", async () => await (await client.GetAsync("/health")).Content.ReadAsStringAsync(), health => health == "Healthy");
        return app;
    }
}
