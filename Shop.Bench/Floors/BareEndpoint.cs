using System.Text.Json;
using Npgsql;

namespace Shop.Bench.Floors;

/// <summary>
/// <c>GET /products</c> with nothing around it: Kestrel, one prepared statement, a JSON writer. It sends the same bytes as the
/// shop from the same tables, and is what the shop's list is measured against. Runs as a process of its own, as a mode of the
/// bench.
/// </summary>
internal static class BareEndpoint
{
    /// <summary>The first argument that chooses this mode.</summary>
    public const string Mode = "bare-endpoint";

    /// <summary>The environment variable with the connection string: arguments could be seen by everyone on the machine.</summary>
    public const string ConnectionVariable = "SHOP_BENCH_CONNECTION";

    private const string Sql =
        "SELECT id, name, description, category, price, currency, on_hand - reserved FROM product.products "
        + "WHERE retired_at IS NULL ORDER BY id LIMIT 100";

    /// <summary>Serves until standard input is closed.</summary>
    public static async Task RunAsync()
    {
        var connection = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(ConnectionVariable)
            ?? throw new InvalidOperationException($"{ConnectionVariable} is not set."))
        {
            MaxAutoPrepare = 4,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
        };
        await using var database = NpgsqlDataSource.Create(connection);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        app.Run(context => WriteProductsAsync(context, database));
        await ChildProcess.ServeAsync(app);
    }

    private static async Task WriteProductsAsync(HttpContext context, NpgsqlDataSource database)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var command = database.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartArray();
        while (await reader.ReadAsync(context.RequestAborted))
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, reader.GetInt32(0));
            json.WriteString("name"u8, reader.GetString(1));
            json.WriteString("description"u8, reader.GetString(2));
            json.WriteString("category"u8, reader.GetString(3));
            json.WriteNumber("price"u8, reader.GetDecimal(4));
            json.WriteString("currency"u8, reader.GetString(5));
            json.WriteNumber("available"u8, reader.GetInt32(6));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
