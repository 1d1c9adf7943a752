using Microsoft.Extensions.Logging;
using Npgsql;

namespace Shop.Database;

/// <summary>What is deleted when it is old.</summary>
/// <param name="What">Its name in the log, in the plural.</param>
/// <param name="Age">How old it gets.</param>
/// <param name="Sql">
/// Deletes a batch, found by an index and the oldest first: <c>$1</c> is the time before which everything is old enough, <c>$2</c> that
/// time as a version-7 id, <c>$3</c> the most rows. What others are at work on is passed over.
/// </param>
public sealed record RetentionRule(string What, TimeSpan Age, string Sql);

/// <summary>
/// Deletes what a module has kept for as long as it should, in small batches with pauses in between: a long transaction would hold
/// the server's vacuum back and a large one its disk. Each replica does so; they pass over what the other one is deleting.
/// </summary>
/// <param name="database">The module's connections.</param>
/// <param name="rules">What to delete, in this order.</param>
/// <param name="time">The clock that ages are measured with.</param>
/// <param name="logger">Hears of what was deleted.</param>
public abstract partial class RetentionWorker(
    NpgsqlDataSource database, IReadOnlyList<RetentionRule> rules, TimeProvider time, ILogger logger) : PeriodicDeletion(time)
{
    private const int MaxBatch = 500;

    /// <summary>Nobody waits for it.</summary>
    private const int TimeoutSeconds = 30;

    private static readonly TimeSpan PauseBetweenBatches = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    public override async Task PurgeAsync(CancellationToken cancellationToken)
    {
        foreach (var rule in rules)
        {
            try
            {
                var deleted = await PurgeAsync(rule, cancellationToken);
                if (deleted > 0) LogDeleted(logger, deleted, rule.What, rule.Age);
            }
            catch (NpgsqlException exception)
            {
                LogNotDeleted(logger, rule.What, exception.Message);
            }
        }
    }

    private async Task<int> PurgeAsync(RetentionRule rule, CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - rule.Age;
        for (var deleted = 0; ;)
        {
#pragma warning disable CA2100 // The rules are the module's own.
            await using var command = database.CreateCommand(rule.Sql);
#pragma warning restore CA2100
            command.CommandTimeout = TimeoutSeconds;
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(before) });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxBatch });
            var count = await command.ExecuteNonQueryAsync(cancellationToken);
            deleted += count;
            if (count < MaxBatch) return deleted;
            await Task.Delay(PauseBetweenBatches, _time, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Deleted {Count} {What} that were older than {Age}")]
    private static partial void LogDeleted(ILogger logger, int count, string what, TimeSpan age);

    [LoggerMessage(LogLevel.Warning, "Old {What} were not deleted this time: {Reason}")]
    private static partial void LogNotDeleted(ILogger logger, string what, string reason);
}

/// <summary>Ages for which something may be kept.</summary>
public static class RetentionAge
{
    /// <summary>The shortest age: nothing that is worked on today may be old.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromDays(1);

    /// <summary>The longest age: who wants to keep something for ever says this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>Whether an age is allowed.</summary>
    /// <param name="age">The age.</param>
    public static bool Allows(TimeSpan age) => age >= Shortest && age <= Longest;
}
