namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>Something that covers a stretch of time.</summary>
internal interface ITimed
{
    ulong StartNanos { get; }

    ulong TimeNanos { get; }
}

/// <summary>Points in ascending time, in an array that grows up to a limit and then forgets its oldest.</summary>
internal sealed class TimeRing<T>(int maxCount)
    where T : ITimed
{
    private const int FirstCapacity = 8;

    private T[] _items = new T[FirstCapacity];
    private int _first;

    internal int Count { get; private set; }

    internal T this[int index] => _items[(_first + index) % _items.Length];

    internal T Last => this[Count - 1];

    /// <summary>Adds the newest point.</summary>
    /// <returns>Whether the oldest had to go.</returns>
    internal bool Add(T item)
    {
        var isFull = Count >= maxCount;
        if (isFull)
            RemoveOldest(1);
        else if (Count == _items.Length)
            Grow();
        _items[(_first + Count++) % _items.Length] = item;
        return isFull;
    }

    internal void RemoveOldest(int count)
    {
        for (var i = 0; i < count; i++)
            _items[(_first + i) % _items.Length] = default!;
        _first = (_first + count) % _items.Length;
        Count -= count;
    }

    /// <summary>The place of the first point whose time is after this; <see cref="Count"/> if there is none.</summary>
    internal int FirstAfter(ulong nanos)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].TimeNanos > nanos)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    private void Grow()
    {
        var larger = new T[Math.Min(_items.Length * 2, Math.Max(maxCount, FirstCapacity))];
        for (var i = 0; i < Count; i++)
            larger[i] = this[i];
        (_items, _first) = (larger, 0);
    }
}
