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
    /// A row that somebody else keeps locked is no reason to wait for as long as a statement may take: others share the statement.
    /// Longer than any transaction of the shop's own holds a lock.
    /// </summary>
    private const string NoLongWaitForLocks = "-c lock_timeout=1s";

    /// <summary>
    /// How long the server may be silent. By far longer than any statement on the way of a request takes; what takes its time, such as
    /// a migration, says so itself.
    /// </summary>
    private const int CommandTimeoutSeconds = 2;

    /// <summary>
    /// How long the server has, after that, to call the statement off. Then the connection is dropped, and Npgsql closes those that
    /// rest in the pool: a process of the server that is frozen, or a wire that has forgotten its connections, answers no more.
    /// </summary>
    private const int CancellationMilliseconds = 500;

    /// <summary>How long a connection may take to open, or to become free. Six times to and fro, a second each.</summary>
    private const int ConnectSeconds = 8;

    /// <summary>So often does the system ask whether the other end is there: what stands between forgets no connection that rests.</summary>
    private const int TcpKeepAliveSeconds = 15, TcpKeepAliveRepeatSeconds = 5;

    /// <summary>
    /// Requests that find none free wait. Three services share a server whose default is 100 connections: pools that can grow
    /// beyond it together lock each other out, and everybody who has to look after the server, just when it is busiest.
    /// </summary>
    private const int MaxConnections = 30;

    /// <summary>
    /// A pool whose connections prepare what they run repeatedly and are not reset between uses, which saves parsing and a
    /// message each time. Statements on it must leave no session state behind. The connection string may override all of it.
    /// </summary>
    /// <param name="services">Where the configuration is.</param>
    /// <param name="connectionName">The key under <c>ConnectionStrings</c>.</param>
    /// <exception cref="InvalidOperationException">There is no such connection string.</exception>
    public static NpgsqlDataSource Create(IServiceProvider services, string connectionName)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            MaxAutoPrepare = MaxPreparedStatements,
            AutoPrepareMinUsages = UsesBeforePreparing,
            NoResetOnClose = true,
            Options = $"{OnePlanByKeys} {NoLongWaitForLocks}",
            MaxPoolSize = MaxConnections,
        };

        // No logger: it would write a line for each statement, and the spans tell the same and more.
        return new NpgsqlDataSourceBuilder(Complete(settings, services, connectionName)) { Name = connectionName }.Build();
    }

    /// <summary>Settings of a connection outside the pool, for what needs a session of its own. The connection string may override them.</summary>
    /// <param name="services">Where the configuration is.</param>
    /// <param name="connectionName">The key under <c>ConnectionStrings</c>.</param>
    /// <param name="keepAliveSeconds">How often a session that only listens asks whether the server is there.</param>
    /// <exception cref="InvalidOperationException">There is no such connection string.</exception>
    public static string ForSession(IServiceProvider services, string connectionName, int keepAliveSeconds) =>
        Complete(new() { Pooling = false, KeepAlive = keepAliveSeconds }, services, connectionName);

    private static string Complete(NpgsqlConnectionStringBuilder settings, IServiceProvider services, string connectionName)
    {
        var connectionString = services.GetRequiredService<IConfiguration>().GetConnectionString(connectionName)
            ?? throw new InvalidOperationException($"No connection string: set 'ConnectionStrings:{connectionName}'.");
        settings.CommandTimeout = CommandTimeoutSeconds;
        settings.CancellationTimeout = CancellationMilliseconds;
        settings.Timeout = ConnectSeconds;
        settings.TcpKeepAliveTime = TcpKeepAliveSeconds;
        settings.TcpKeepAliveInterval = TcpKeepAliveRepeatSeconds;
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        foreach (var key in given.Keys) settings[key] = given[key];
        // A socket of the file system, as Cloud Run has for its databases, refuses what is TCP's.
        if (settings.Host is ['/' or '@', ..]) (settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval) = (0, 0);
        return settings.ConnectionString;
    }
}
