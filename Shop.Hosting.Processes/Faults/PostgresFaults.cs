using Npgsql;

namespace Shop.Hosting.Processes.Faults;

/// <summary>What can be done to the sessions of the database server. Its restart is a command of the server itself.</summary>
public static class PostgresFaults
{
    /// <summary>Lets the server's sessions be ended, and its connections be used up, by commands.</summary>
    /// <param name="server">The server.</param>
    public static IResourceBuilder<PostgresServerResource> WithFaults(this IResourceBuilder<PostgresServerResource> server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return server
            .WithFault("end-sessions", "End all sessions", EndSessionsAsync, new()
            {
                IconName = "PlugDisconnected",
                Description = "Ends every session, with the transactions that are open in them, as a fail-over does. New ones are taken at once.",
            })
            .WithFault("fill-connections", "Fill the connections", FillConnectionsAsync, new()
            {
                IconName = "DatabasePlugConnected",
                Description = $"Takes every connection that is left, so that nobody gets a new one, for {Fault.Duration.TotalSeconds} s.",
            });

        async Task<ExecuteCommandResult> EndSessionsAsync(ExecuteCommandContext context)
        {
            await using var connection = await ConnectAsync(context.CancellationToken);
            await using var end = new NpgsqlCommand(
                "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'", connection);
            return CommandResults.Success($"{await end.ExecuteScalarAsync(context.CancellationToken)} sessions were ended.");
        }

        async Task<ExecuteCommandResult> FillConnectionsAsync(ExecuteCommandContext context)
        {
            var held = new Stack<NpgsqlConnection>();
            try
            {
                while (true) held.Push(await ConnectAsync(context.CancellationToken));
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await Fault.LastAsync(context);
                return CommandResults.Success($"{held.Count} connections were held for {Fault.Duration.TotalSeconds} s, and no other was left.");
            }
            finally
            {
                foreach (var connection in held) await connection.DisposeAsync();
            }
        }

        // As the administrator, who may use the last connections too, which are kept from everybody else.
        async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
        {
            var login = new NpgsqlConnectionStringBuilder(await server.Resource.GetConnectionStringAsync(cancellationToken)) { Database = "postgres", Pooling = false };
            var connection = new NpgsqlConnection(login.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
    }
}
