using Npgsql;

namespace Shop.Bench.Running;

/// <summary>What a database server has written to its log (WAL) so far.</summary>
/// <param name="Bytes">Bytes of the log, exact.</param>
/// <param name="Syncs">How often the log was flushed to the disk, as far as the server's processes have told.</param>
internal sealed record WalPosition(decimal Bytes, long Syncs);

/// <summary>Reads what a server writes to its log. Every login may.</summary>
/// <param name="server">A connection to the server.</param>
internal sealed class WalMeter(NpgsqlDataSource server)
{
    /// <summary>
    /// How seldom a process of the server tells its counts while it works (PGSTAT_MIN_INTERVAL of PostgreSQL 15, one second); idle
    /// ones take up to ten. Whoever wants the counts has to wait for that long and give each a last thing to do.
    /// </summary>
    public static readonly TimeSpan ToldEvery = TimeSpan.FromSeconds(1.1);

    /// <summary>Reads both.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WalPosition> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = server.CreateCommand("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0'), wal_sync FROM pg_stat_wal");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new WalPosition(reader.GetDecimal(0), reader.GetInt64(1));
    }
}
