using Aspire.Hosting.ApplicationModel;
using Npgsql;

namespace Aspire.Hosting.Postgres.Server;

/// <summary>Sets this run's passwords, and creates the databases that are not there yet, each with the login that owns it.</summary>
internal sealed class Provisioning(NpgsqlDataSource admin)
{
    public async Task RunAsync(
        string superuser, string password, IReadOnlyList<PostgresDatabaseResource> databases, CancellationToken cancellationToken)
    {
        await ExecuteAsync($"ALTER ROLE {Name(superuser)} PASSWORD {Text(password)}", cancellationToken);
        await Task.WhenAll(databases.GroupBy(d => d.DatabaseName).Select(g => ProvideAsync([.. g], superuser, cancellationToken)));
    }

    private async Task ProvideAsync(PostgresDatabaseResource[] resources, string superuser, CancellationToken cancellationToken)
    {
        var database = resources[0].DatabaseName;
        foreach (var login in resources.Select(r => r.Login!).Where(l => l.Name != superuser))
        {
            var verb = await ExistsAsync("SELECT 1 FROM pg_roles WHERE rolname = $1", login.Name, cancellationToken) ? "ALTER" : "CREATE";
            await ExecuteAsync($"{verb} ROLE {Name(login.Name)} LOGIN PASSWORD {Text(login.Password)}", cancellationToken);
        }

        if (!await ExistsAsync("SELECT 1 FROM pg_database WHERE datname = $1", database, cancellationToken))
        {
            var script = resources.Select(r => r.CreationScript).FirstOrDefault(s => s is not null);
            await ExecuteAsync(script ?? $"CREATE DATABASE {Name(database)} OWNER {Name(resources[0].Login!.Name)}", cancellationToken);
            await ExecuteAsync($"REVOKE ALL ON DATABASE {Name(database)} FROM PUBLIC", cancellationToken);
        }

        foreach (var resource in resources)
            resource.IsProvisioned = true;
    }

    private async Task<bool> ExistsAsync(string query, string name, CancellationToken cancellationToken)
    {
        await using var command = admin.CreateCommand(query);
        command.Parameters.Add(new() { Value = name });
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    // Definitions take no parameters: names and texts are quoted by the rules of the language instead.
    private async Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        await using var command = admin.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(string text) => $"E'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
