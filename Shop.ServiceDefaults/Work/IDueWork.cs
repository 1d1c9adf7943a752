using System.Text.Json.Serialization;

namespace Shop.ServiceDefaults.Work;

/// <summary>
/// What loops of this process do after answers were given: how much of it is left, for a platform that lets a process run only while it
/// answers something.
/// </summary>
public interface IDueWork
{
    /// <summary>Has the loops look for it now.</summary>
    void Wake();

    /// <summary>Counts what is due and what is under way. What was put off until later is neither.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DueWork> CountAsync(CancellationToken cancellationToken);
}

/// <summary>What is left to do.</summary>
/// <param name="Due">How much is due or under way, by kind.</param>
/// <param name="NextAt">When the first of what was put off is due (UTC); absent where nothing was.</param>
public sealed record DueWork(
    IReadOnlyDictionary<string, long> Due, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NextAt)
{
    /// <summary>Whether nothing has to be done now.</summary>
    [JsonIgnore]
    public bool IsNothing => Due.Values.All(count => count == 0);
}
