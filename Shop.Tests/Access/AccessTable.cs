using Shop.Tests.Hosting;

namespace Shop.Tests.Access;

/// <summary>Who calls an endpoint.</summary>
public enum Caller
{
    /// <summary>Nobody says who it is.</summary>
    Anonymous,

    /// <summary>Somebody who buys.</summary>
    Customer,

    /// <summary>Somebody who runs the shop.</summary>
    Staff,

    /// <summary>The order service, by its credential.</summary>
    OrderService,

    /// <summary>Whoever asks for rounds of work, by its credential.</summary>
    Scheduler,
}

/// <summary>A table of <c>docs/security.md</c>.</summary>
/// <param name="callers">How many kinds of callers it has a column for.</param>
internal sealed class AccessTable(int callers)
{
    private readonly Dictionary<string, string[]> _rows = File.ReadLines(Path.Combine(RepositoryRoot.Find().FullName, "docs", "security.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split(" | "))
        .Where(cells => cells.Length == 1 + callers)
        .ToDictionary(cells => cells[0].Trim('`'), cells => cells[1..]);

    /// <summary>What it has a line for, as <c>GET /products/{id}</c>.</summary>
    public IReadOnlyCollection<string> Endpoints => _rows.Keys;

    /// <summary>
    /// What the line of an endpoint says of a caller: yes, own, signed or no. The last column is of services: one that is not the order service is
    /// named there, and may else do what anybody may.
    /// </summary>
    public string Says(string endpoint, Caller caller)
    {
        var row = _rows[endpoint];
        if (caller is not (Caller.OrderService or Caller.Scheduler)) return row[(int)caller];
        var isForScheduler = row[(int)Caller.OrderService] == "scheduler";
        return caller == Caller.Scheduler ? isForScheduler ? "yes" : row[(int)Caller.Anonymous]
            : isForScheduler ? "no" : row[(int)Caller.OrderService];
    }
}
