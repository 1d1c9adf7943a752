using Npgsql;

namespace Shop.Database;

/// <summary>
/// Keeps the connection that was used last for the next use. The pool hands out the one that has rested longest, so that under
/// load a statement goes through all of its connections in turn, and behind each is a process of the server with caches of its
/// own. Whoever has one statement at a time is better served by the same one: it took a tenth off the CPU of a checkout.
/// Uses at the same time are fine; all but one of them then take theirs from the pool.
/// </summary>
/// <param name="source">The pool.</param>
internal sealed class KeptConnection(NpgsqlDataSource source) : IDisposable
{
    private NpgsqlConnection? _kept;
    private volatile bool _isDisposed;

    /// <summary>Does something with an open connection. One on which it failed is not kept.</summary>
    /// <typeparam name="TResult">What comes out.</typeparam>
    /// <param name="use">What is done; the connection is not to be used afterwards.</param>
    /// <param name="tries">How often it is begun, each time on another connection, while it fails for a passing reason.</param>
    /// <exception cref="NpgsqlException">There is no server, or no free connection in time.</exception>
    public async Task<TResult> UseAsync<TResult>(Func<NpgsqlConnection, Task<TResult>> use, int tries = 1)
    {
        while (true)
        {
            try
            {
                return await UseOnceAsync(use);
            }
            catch (NpgsqlException exception) when (exception.IsTransient && --tries > 0)
            {
            }
        }
    }

    /// <summary>Gives the connection that is kept back to the pool.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _kept, null)?.Dispose();
    }

    private async Task<TResult> UseOnceAsync<TResult>(Func<NpgsqlConnection, Task<TResult>> use)
    {
        var connection = Interlocked.Exchange(ref _kept, null) ?? await source.OpenConnectionAsync();
        try
        {
            var result = await use(connection);
            connection = Interlocked.Exchange(ref _kept, connection);
            if (_isDisposed) Dispose();
            return result;
        }
        finally
        {
            if (connection is not null) await connection.DisposeAsync();
        }
    }
}
