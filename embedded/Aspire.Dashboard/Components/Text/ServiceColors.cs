using System.Collections.Concurrent;

namespace Aspire.Dashboard.Components.Text;

/// <summary>
/// One colour for each service, the same on every page. The name's hash chooses it, so it stays over restarts; only
/// where two services would share one, the later takes the next that is free.
/// </summary>
internal sealed class ServiceColors
{
    private const int Colors = 12;
    private readonly ConcurrentDictionary<string, string> _classes = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool[] _taken = new bool[Colors];
    private readonly Lock _gate = new();

    /// <summary>The style class (<c>c0</c>…<c>c11</c>) of a service.</summary>
    internal string ClassOf(string service) => _classes.GetOrAdd(service, Choose);

    private string Choose(string service)
    {
        // FNV-1a; string.GetHashCode differs from run to run.
        var hash = 2166136261u;
        foreach (var c in service)
            hash = (hash ^ char.ToLowerInvariant(c)) * 16777619u;

        lock (_gate)
        {
            var wanted = (int)(hash % Colors);
            var free = Enumerable.Range(0, Colors).Select(i => (wanted + (i * 5)) % Colors).FirstOrDefault(i => !_taken[i], wanted);
            _taken[free] = true;
            return $"c{free}";
        }
    }
}
