using Aspire.Hosting.Testing;
using Npgsql;

namespace Shop.Tests.Hosting;

/// <summary>Looks into a service's database, for what its API does not tell.</summary>
internal static class DatabaseReads
{
    /// <summary>The first column of the first row.</summary>
    /// <param name="shop">The running shop.</param>
    /// <param name="database">The resource name of the database.</param>
    /// <param name="sql">The statement, with parameters $1, $2…</param>
    /// <param name="parameters">Their values.</param>
    public static async Task<T> ScalarAsync<T>(this ShopFixture shop, string database, string sql, params object[] parameters)
    {
        await using var source = NpgsqlDataSource.Create((await shop.App.GetConnectionStringAsync(database))!);
        return await source.ScalarAsync<T>(sql, parameters);
    }

    /// <summary>The first column of the first row.</summary>
    /// <param name="source">The database.</param>
    /// <param name="sql">The statement, with parameters $1, $2…</param>
    /// <param name="parameters">Their values.</param>
    public static async Task<T> ScalarAsync<T>(this NpgsqlDataSource source, string sql, params object[] parameters)
    {
        await using var command = Command(source, sql, parameters);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Runs a statement.</summary>
    /// <param name="source">The database.</param>
    /// <param name="sql">The statement, with parameters $1, $2…</param>
    /// <param name="parameters">Their values.</param>
    public static async Task RunAsync(this NpgsqlDataSource source, string sql, params object[] parameters)
    {
        await using var command = Command(source, sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(NpgsqlDataSource source, string sql, object[] parameters)
    {
#pragma warning disable CA2100 // The tests' own statements.
        var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return command;
    }
}
