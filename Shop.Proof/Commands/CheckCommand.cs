using System.CommandLine;
using Npgsql;
using Shop.Proof.Audit;
using Shop.Proof.History;
using Shop.Proof.Judge;

namespace Shop.Proof.Commands;

/// <summary><c>check</c>: judges what customers were told, by itself and against the databases.</summary>
internal static class CheckCommand
{
    /// <summary>The command. Its exit code is 0 where every promise was kept, else 1.</summary>
    public static Command Create()
    {
        var file = new Option<string>("--history") { Description = "What customers were told.", DefaultValueFactory = _ => LoadCommand.HistoryFile };
        var server = new Option<string?>("--postgres")
        {
            Description = "The connection string of the server, as the dashboard shows it; without one only the history is judged.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ConnectionStrings__postgres"),
        };
        var database = new Option<string?>("--database") { Description = "The one database of a monolith, as shopdb." };
        var command = new Command("check", "Judges what customers were told: by itself, and against the databases of the shop.") { file, server, database };
        command.SetAction(async (parsed, _) =>
        {
            var history = await ClientHistory.ReadAsync(parsed.GetRequiredValue(file));
            var (orders, unexplained) = ClientJudge.Judge(history);
            Console.WriteLine($"{history.Count} requests about {orders} orders: {unexplained.Count} answers that no order of events explains.");
            foreach (var what in unexplained) Console.WriteLine(what);
            if (parsed.GetValue(server) is not { Length: > 0 } login) return unexplained.Count == 0 ? 0 : 1;

            var report = await AuditAsync(login, parsed.GetValue(database), history);
            Console.WriteLine(report.ToString());
            return unexplained.Count == 0 && report.IsClean ? 0 : 1;
        });
        return command;
    }

    private static async Task<CheckReport> AuditAsync(string server, string? database, IReadOnlyList<Exchange> history)
    {
        await using var databases = database is null
            ? await ShopDatabases.OpenAsync(Login("orderdb"), Login("productdb"), Login("paymentdb"))
            : await ShopDatabases.OpenAsync(Login(database));
        await Quiet.WaitAsync(databases);
        return await CheckReport.OfAsync("checked", databases, Acknowledged.Of(history));

        string Login(string name) => new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }
}
