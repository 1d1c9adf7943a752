using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Shop.Database;

/// <summary>
/// The sessions of a pool, of which some are in no hurry to be found out: what one of them has shown (the server does not answer on
/// it, it cannot write, its plans are of yesterday) mostly holds for those beside it that were opened when it was. So all that rest are
/// closed, and those that are kept by somebody are not used again, also those of other modules that have the same database.
/// </summary>
internal sealed class PoolSessions
{
    private static readonly ConditionalWeakTable<NpgsqlDataSource, PoolSessions> All = [];
    private static PostgresException? _lastRefusal;

    private readonly NpgsqlDataSource _source;
    private readonly (string? Host, int Port, string? Name) _database;
    private readonly ConcurrentDictionary<KeptConnection, byte> _kept = [];
    private int _generation;

    /// <summary>
    /// Statements are run in many places, and each has its own way to go on after a failure: none of them has to remember the
    /// sessions. What the server refuses leaves the connection whole, so that nobody but this would drop it.
    /// </summary>
    static PoolSessions() => AppDomain.CurrentDomain.FirstChanceException += (_, thrown) =>
    {
        if (thrown.Exception is not PostgresException refusal || !SessionFailure.IsOver(refusal)) return;
        // Thrown again by everybody that it passes.
        if (Interlocked.Exchange(ref _lastRefusal, refusal) == refusal) return;
        foreach (var (_, sessions) in All) sessions.RenewOwn();
    };

    private PoolSessions(NpgsqlDataSource source)
    {
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        (_source, _database) = (source, (settings.Host, settings.Port, settings.Database));
    }

    /// <summary>Rises when those that were opened before are not to be used again.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Who keeps a connection of the pool.</summary>
    public IEnumerable<KeptConnection> Kept => _kept.Keys;

    /// <summary>The sessions of a pool.</summary>
    public static PoolSessions Of(NpgsqlDataSource source) => All.GetValue(source, key => new(key));

    /// <summary>Somebody keeps a connection from now on.</summary>
    public void Add(KeptConnection kept) => _kept[kept] = 0;

    /// <summary>Somebody keeps none any more.</summary>
    public void Remove(KeptConnection kept) => _kept.TryRemove(kept, out _);

    /// <summary>None that was opened until now is used again.</summary>
    public void Renew()
    {
        foreach (var (_, sessions) in All)
            if (sessions._database == _database) sessions.RenewOwn();
    }

    private void RenewOwn()
    {
        Interlocked.Increment(ref _generation);
        _source.Clear();
    }
}
