using Npgsql;

namespace Shop.Database;

/// <summary>What a failed statement says about the session that it failed on, and not about the statement.</summary>
internal static class SessionFailure
{
    /// <summary>PostgreSQL's function that finds a prepared statement to be of another shape than its tables; the message may be in any language.</summary>
    private const string StalePlanRoutine = "RevalidateCachedQuery";

    /// <summary>
    /// Whether the session is not to be used again: it gave no answer in time or none at all, the server ends or refuses it, it cannot
    /// write (it may have been opened while nobody could, and would stay as it is), or it knows plans for tables as they no longer are.
    /// </summary>
    /// <param name="exception">What came of a statement.</param>
    public static bool IsOver(Exception exception) => exception switch
    {
        PostgresException refused => IsOver(refused),
        NpgsqlException broken => broken.IsTransient,
        _ => false,
    };

    /// <inheritdoc cref="IsOver(Exception)"/>
    public static bool IsOver(PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction => true,
        PostgresErrorCodes.FeatureNotSupported => refused.Routine == StalePlanRoutine,
        ['0', '8', ..] or ['5', '7', 'P', ..] => refused.IsTransient,
        _ => false,
    };

    /// <summary>Whether the same may go well at once, on another connection. Who waited for a lock has waited.</summary>
    /// <param name="exception">What came of a statement.</param>
    public static bool IsWorthRepeating(Exception exception) =>
        IsOver(exception) || exception is PostgresException { IsTransient: true, SqlState: not PostgresErrorCodes.LockNotAvailable };
}
