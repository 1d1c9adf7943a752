using System.Reflection;
using System.Text.RegularExpressions;
using Npgsql;

namespace Shop.Database;

/// <summary>
/// Brings a schema up to date with the migrations of its module: SQL files <c>Data/Migrations/0001_Initial.sql</c>, embedded in the
/// module's assembly. They are the one place where a table is written down. Applied without EF Core: to load it would cost a
/// service more processor time than the rest of its start.
/// </summary>
public static partial class Migrator
{
    private const int NoTimeout = 0;

    /// <summary>Applies what is missing, all of it or nothing. One replica does it, the others wait for that one.</summary>
    /// <param name="database">Connections of the schema's owner.</param>
    /// <param name="schema">The schema; it is made where there is none. Its table <c>migrations</c> says what was applied.</param>
    /// <param name="module">Where the migrations are embedded.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The migrations that were missing.</returns>
    /// <exception cref="NpgsqlException">The server does not answer, or refuses a statement.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(
        NpgsqlDataSource database, string schema, Assembly module, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if ((await MissingAsync(connection, schema, module, cancellationToken)).Count == 0) return [];

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // A migration takes as long as it takes, and so does waiting for another replica's.
        await ExecuteAsync(connection, "SET LOCAL lock_timeout = 0", cancellationToken);
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", cancellationToken, $"migrations of {schema}");
        var missing = await MissingAsync(connection, schema, module, cancellationToken);
        await ExecuteAsync(
            connection,
            $"""
            CREATE SCHEMA IF NOT EXISTS {schema};
            CREATE TABLE IF NOT EXISTS {schema}.migrations (id text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
            """,
            cancellationToken);
        foreach (var id in missing)
        {
            await ExecuteAsync(connection, Read(module, id), cancellationToken);
            await ExecuteAsync(connection, $"INSERT INTO {schema}.migrations (id) VALUES ($1)", cancellationToken, id);
        }

        await transaction.CommitAsync(cancellationToken);
        return missing;
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(
        NpgsqlConnection connection, string schema, Assembly module, CancellationToken cancellationToken)
    {
        var known = module.GetManifestResourceNames().Where(name => MigrationFile().IsMatch(name))
            .Select(name => Path.GetFileNameWithoutExtension(name)).Order(StringComparer.Ordinal);
        // Read as a table, since a look-up by name may remember for a whole transaction that it found nothing.
        await using var exists = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = 'migrations')", connection);
        exists.Parameters.Add(new() { Value = schema });
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true) return [.. known];

#pragma warning disable CA2100 // The schema is the module's own constant.
        await using var applied = new NpgsqlCommand($"SELECT array_agg(id) FROM {schema}.migrations", connection);
#pragma warning restore CA2100
        return [.. known.Except(await applied.ExecuteScalarAsync(cancellationToken) as string[] ?? [])];
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params string[] parameters)
    {
#pragma warning disable CA2100 // The statements are the module's own.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = NoTimeout };
#pragma warning restore CA2100
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// A migration. A line <c>\ir Sql/name.sql</c> stands for that script, as it does in psql: a view or function is written down once.
    /// </summary>
    private static string Read(Assembly module, string id) =>
        IncludeLine().Replace(ReadFile(module, $"{id}.sql"), include => ReadFile(module, include.Groups["name"].Value));

    private static string ReadFile(Assembly module, string name)
    {
        using var stream = module.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{module.GetName().Name} has no script {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^\d{4}_\w+\.sql$")]
    private static partial Regex MigrationFile();

    [GeneratedRegex(@"^\\ir Sql/(?<name>\w+\.sql)\r?$", RegexOptions.Multiline)]
    private static partial Regex IncludeLine();
}
