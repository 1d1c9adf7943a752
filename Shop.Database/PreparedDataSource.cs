using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Shop.Database;

/// <summary>Connections for the statements that are run thousands of times a second, beside the EF Core context for the rest.</summary>
public static class PreparedDataSource
{
    private const int MaxPreparedStatements = 50;
    private const int UsesBeforePreparing = 2;

    /// <summary>
    /// Every statement here looks a few rows up by key, so one plan fits all of its executions. Left to itself, PostgreSQL plans
    /// a statement with array parameters anew each time, which can take longer than running it; and a plan that it makes and
    /// keeps while a table is still small reads all of that table, so that each order costs more than the one before it until
    /// the next ANALYZE. Off means dearer, not forbidden: what no index serves is still read from end to end
    /// (and would look so dear that it is compiled to machine code first, which is off as well).
    /// </summary>
    private const string OnePlanByKeys =
        "-c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    /// <summary>
    /// Requests that find none free wait. Three services share a server whose default is 100 connections: pools that can grow
    /// beyond it together lock each other out, and everybody who has to look after the server, just when it is busiest.
    /// </summary>
    private const int MaxConnections = 30;

    /// <summary>
    /// A pool whose connections prepare what they run repeatedly and are not reset between uses, which saves parsing and a
    /// message each time. Statements on it must leave no session state behind. The connection string may override both.
    /// </summary>
    /// <param name="services">Where the configuration is.</param>
    /// <param name="connectionName">The key under <c>ConnectionStrings</c>.</param>
    /// <exception cref="InvalidOperationException">There is no such connection string.</exception>
    public static NpgsqlDataSource Create(IServiceProvider services, string connectionName)
    {
        var connectionString = services.GetRequiredService<IConfiguration>().GetConnectionString(connectionName)
            ?? throw new InvalidOperationException($"No connection string: set 'ConnectionStrings:{connectionName}'.");
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var settings = new NpgsqlConnectionStringBuilder
        {
            MaxAutoPrepare = MaxPreparedStatements,
            AutoPrepareMinUsages = UsesBeforePreparing,
            NoResetOnClose = true,
            Options = OnePlanByKeys,
            MaxPoolSize = MaxConnections,
        };
        foreach (var key in given.Keys) settings[key] = given[key];

        // No logger: it would write a line for each statement, and the spans tell the same and more.
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = connectionName }.Build();
    }
}
