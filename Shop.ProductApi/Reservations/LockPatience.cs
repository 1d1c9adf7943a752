using System.Data.Common;
using Npgsql;

namespace Shop.ProductApi.Reservations;

/// <summary>
/// For statements that many orders share: a row that somebody keeps locked is waited for once, for as long as the database lets anybody
/// wait. From then on and for a while nobody waits in company: the others' goods are reserved without those that are locked.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LockPatience(TimeProvider time)
{
    private static readonly TimeSpan Wariness = TimeSpan.FromSeconds(5);

    /// <summary>When a row was last waited for in vain; 0 for never.</summary>
    private long _met;

    /// <summary>Whether no row was found locked lately.</summary>
    public bool MayWait => Volatile.Read(ref _met) is var met && (met == 0 || time.GetElapsedTime(met) > Wariness);

    /// <summary>Does something in patience, and when that was in vain, without.</summary>
    /// <param name="mayWait">Whether to wait for locked rows at first.</param>
    /// <param name="attempt">Does it; is told whether to wait. Leaves nothing behind when it fails.</param>
    public async Task<TResult> DoAsync<TResult>(bool mayWait, Func<bool, Task<TResult>> attempt)
    {
        if (!mayWait) return await attempt(false);
        try
        {
            return await attempt(true);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            Volatile.Write(ref _met, time.GetTimestamp());
        }

        return await attempt(false);
    }
}

/// <summary>Somebody else keeps goods of an order locked, and nothing was reserved. To be tried again.</summary>
internal sealed class GoodsLockedException() : DbException("Somebody else keeps the order or one of its products locked in the database.")
{
    /// <inheritdoc/>
    public override bool IsTransient => true;
}
