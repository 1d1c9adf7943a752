using Npgsql;

namespace Shop.Database;

/// <summary>
/// Keeps the connection that was used last for the next use. The pool hands out the one that has rested longest, so that under
/// load a statement goes through all of its connections in turn, and behind each is a process of the server with caches of its
/// own. Whoever has one statement at a time is better served by the same one: it took a tenth off the CPU of a checkout.
/// Uses at the same time are fine; all but one of them then take theirs from the pool.
/// </summary>
internal sealed class KeptConnection : IDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly PoolSessions _sessions;
    private Opened? _kept;
    private volatile Task? _latestUse;
    private volatile bool _isDisposed;

    /// <summary>Keeps nothing yet.</summary>
    /// <param name="source">The pool.</param>
    public KeptConnection(NpgsqlDataSource source)
    {
        (_source, _sessions) = (source, PoolSessions.Of(source));
        _sessions.Add(this);
    }

    /// <summary>
    /// Does something with an open connection. One on which it failed is not kept; where that says that its session is over, none
    /// that was opened before is used again.
    /// </summary>
    /// <typeparam name="TResult">What comes out.</typeparam>
    /// <param name="use">What is done; the connection is not to be used afterwards.</param>
    /// <param name="tries">How often it is begun, each time on another connection, while it fails for a passing reason.</param>
    /// <exception cref="NpgsqlException">There is no server, or no free connection in time.</exception>
    public Task<TResult> UseAsync<TResult>(Func<NpgsqlConnection, Task<TResult>> use, int tries = 1)
    {
        var underWay = UseRepeatedlyAsync(use, tries);
        _latestUse = underWay;
        return underWay;
    }

    /// <summary>
    /// Finds out how the next use would fare: by the one that is under way, or by one of its own on the connection that is kept. Where
    /// none is kept, the next use depends on the pool alone.
    /// </summary>
    /// <param name="probe">A use that changes nothing.</param>
    /// <param name="tries">As for a use.</param>
    public async Task ProbeAsync(Func<NpgsqlConnection, Task<bool>> probe, int tries)
    {
        if (_latestUse is { IsCompleted: false } underWay)
        {
            await underWay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (underWay.IsCompletedSuccessfully) return;
            // Whoever asked may be at fault, or the server: the probe tells.
        }
        else if (Volatile.Read(ref _kept) is null)
        {
            return;
        }

        await UseAsync(probe, tries);
    }

    /// <summary>Gives the connection that is kept back to the pool.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _sessions.Remove(this);
        Interlocked.Exchange(ref _kept, null)?.Connection.Dispose();
    }

    private async Task<TResult> UseRepeatedlyAsync<TResult>(Func<NpgsqlConnection, Task<TResult>> use, int tries)
    {
        while (true)
        {
            var opened = await TakeAsync();
            try
            {
                return await UseOnceAsync(opened, use);
            }
            catch (Exception exception) when (IsWorthRepeating(exception, opened) && --tries > 0)
            {
            }
        }
    }

    private async Task<Opened> TakeAsync()
    {
        if (Interlocked.Exchange(ref _kept, null) is { } kept)
        {
            if (kept.Generation == _sessions.Generation) return kept;
            await kept.Connection.DisposeAsync();
        }

        var generation = _sessions.Generation;
        return new(await _source.OpenConnectionAsync(), generation);
    }

    private async Task<TResult> UseOnceAsync<TResult>(Opened opened, Func<NpgsqlConnection, Task<TResult>> use)
    {
        Opened? done = opened;
        try
        {
            var result = await use(opened.Connection);
            done = Interlocked.Exchange(ref _kept, opened);
            if (_isDisposed) Dispose();
            return result;
        }
        finally
        {
            if (done is not null) await done.Connection.DisposeAsync();
        }
    }

    private bool IsWorthRepeating(Exception exception, Opened failed)
    {
        // Once for all that failed together.
        if (SessionFailure.IsOver(exception) && failed.Generation == _sessions.Generation) _sessions.Renew();
        return SessionFailure.IsWorthRepeating(exception);
    }

    /// <summary>A connection and the generation of its pool that it belongs to.</summary>
    private sealed record Opened(NpgsqlConnection Connection, int Generation);
}
