using Npgsql;
using Shop.Database;

namespace Shop.OrderApi.Data;

/// <summary>Connections to the module's database for the statements that are written by hand.</summary>
internal sealed class OrderDatabase(IServiceProvider services, string connectionName) : IAsyncDisposable
{
    private readonly TaskCompletionSource _prepared = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the tables exist: whoever works by itself begins then.</summary>
    public Task Prepared => _prepared.Task;

    /// <summary>The pool. Its connections keep prepared statements and must be left without session state.</summary>
    public NpgsqlDataSource DataSource { get; } = PreparedDataSource.Create(services, connectionName);

    /// <summary>A connection outside the pool, for what needs a session of its own, such as <c>LISTEN</c>.</summary>
    public async Task<NpgsqlConnection> OpenSessionAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(PreparedDataSource.ForSession(services, connectionName, KeepAliveSeconds));
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public void MarkPrepared() => _prepared.TrySetResult();

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();

    /// <summary>How soon a session that only listens notices that the server is gone.</summary>
    private const int KeepAliveSeconds = 10;
}
