using System.Globalization;
using System.Text;
using Npgsql;

namespace Shop.Tests.Faults;

/// <summary>What a shop takes of its machine when nothing is under way.</summary>
/// <param name="Figures">Each figure by its name.</param>
internal sealed record Footprint(IReadOnlyDictionary<string, long> Figures)
{
    private const int NameWidth = 40;
    private const int ColumnWidth = 14;

    private const string SessionsSql = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";

    /// <summary>Measures a shop.</summary>
    /// <param name="shop">The shop.</param>
    public static async Task<Footprint> OfAsync(BreakableShop shop)
    {
        var figures = new Dictionary<string, long>();
        foreach (var resource in shop.Processes.Where(resource => resource != "web"))
        {
            var process = await shop.ProcessOfAsync(resource);
            figures[$"{resource}: memory, MiB"] = long.Parse(
                File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
                CultureInfo.InvariantCulture) / 1024;
            figures[$"{resource}: open files"] = Directory.GetFileSystemEntries($"/proc/{process}/fd").Length;
        }

        await using var databases = await shop.OpenDatabasesAsync();
        figures["sessions of the server"] = await ReadAsync(databases.Orders, SessionsSql);
        // Written all the time, and no longer for it: what it grows by is what nobody has cleaned up.
        figures["product.products, KiB"] = await ReadAsync(databases.Products, "SELECT pg_total_relation_size('product.products') / 1024");
        figures["events not published"] = await ReadAsync(databases.Orders, "SELECT count(*) FROM orders.events WHERE published_at IS NULL");
        figures["requests of the gateway open"] = await ReadAsync(databases.Payments, "SELECT count(*) FROM payment.gateway_requests");
        return new(figures);
    }

    /// <summary>Both side by side.</summary>
    /// <param name="before">Before.</param>
    /// <param name="after">After.</param>
    public static string Table(Footprint before, Footprint after)
    {
        var table = new StringBuilder($"{"".PadRight(NameWidth)}{"before".PadLeft(ColumnWidth)}{"after".PadLeft(ColumnWidth)}\n");
        foreach (var (name, value) in before.Figures)
            table.Append(CultureInfo.InvariantCulture, $"{name.PadRight(NameWidth)}{value,ColumnWidth}{after.Figures[name],ColumnWidth}\n");
        return table.ToString();
    }

    /// <summary>Fails where something has grown by more than half and by more than a few.</summary>
    /// <param name="before">What it was.</param>
    public void AssertNotAbove(Footprint before) => Assert.All(Figures, figure =>
    {
        var (was, slack) = (before.Figures[figure.Key], figure.Key.Contains("memory", StringComparison.Ordinal) ? 60 : 40);
        Assert.True(figure.Value <= (was * 3 / 2) + slack, $"{figure.Key} was {was} and is {figure.Value}.");
    });

    private static async Task<long> ReadAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The constants above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
