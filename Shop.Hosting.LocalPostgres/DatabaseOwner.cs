using Aspire.Hosting.ApplicationModel;
using Npgsql;

namespace Shop.Hosting.LocalPostgres;

/// <summary>A role that owns one database and may do nothing outside it.</summary>
/// <param name="database">The database, whose name the role has.</param>
/// <param name="password">The role's password.</param>
internal sealed class DatabaseOwner(PostgresDatabaseResource database, ParameterResource password) : IResourceAnnotation
{
    /// <summary>The connection string of the database for the role.</summary>
    public ReferenceExpression ConnectionString => ReferenceExpression.Create(
        $"Host={database.Parent.Host};Port={database.Parent.Port};Username={database.DatabaseName};Password={password};Database={database.DatabaseName}");

    /// <summary>Makes the role, or gives the one of a kept directory this run's password, and closes the database to all others.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        var secret = await password.GetValueAsync(cancellationToken) ?? "";
        var administrator = new NpgsqlConnectionStringBuilder(await database.Parent.GetConnectionStringAsync(cancellationToken))
        {
            Database = "postgres",
            Pooling = false,
            // A statement that sets a password must not be logged when it fails.
            Options = "-c log_min_error_statement=panic",
        };
        await using var connection = new NpgsqlConnection(administrator.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var name = Sql.Name(database.DatabaseName);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_roles WHERE rolname = $1", connection) { Parameters = { new() { Value = database.DatabaseName } } };
        await using var batch = new NpgsqlBatch(connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is null) batch.BatchCommands.Add(new($"CREATE ROLE {name}"));
        foreach (var statement in Sql.Script("owner.sql", ("name", database.DatabaseName), ("password", secret))) batch.BatchCommands.Add(new(statement));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
