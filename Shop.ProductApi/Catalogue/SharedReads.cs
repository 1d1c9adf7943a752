using System.Diagnostics;

namespace Shop.ProductApi.Catalogue;

/// <summary>
/// Lets requests for the same thing share a read, without serving any of them something old: who comes while a read is under way
/// gets the one after it. Requests for different things do not wait for each other.
/// </summary>
/// <typeparam name="TKey">What is asked for.</typeparam>
/// <typeparam name="TResult">What is answered.</typeparam>
/// <param name="read">Reads it from the database.</param>
internal sealed class SharedReads<TKey, TResult>(Func<TKey, Task<TResult>> read)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, NextRead?> _underWay = [];

    /// <summary>Reads, with all who ask for the same before that read begins.</summary>
    /// <param name="key">What is asked for.</param>
    public Task<TResult> RunAsync(TKey key)
    {
        lock (_gate)
        {
            if (_underWay.TryGetValue(key, out var next))
                return (next ?? (_underWay[key] = new NextRead(Activity.Current))!).Task;
            _underWay.Add(key, null);
        }
        return ReadAsync(key);
    }

    private async Task<TResult> ReadAsync(TKey key)
    {
        try
        {
            return await read(key);
        }
        finally
        {
            if (TakeNext(key) is { } next)
                _ = ReadForAllAsync(key, next);
        }
    }

    private async Task ReadForAllAsync(TKey key, NextRead next)
    {
        // The statement belongs into the trace of the first who waited for it.
        Activity.Current = next.Caller;
        try
        {
            next.SetResult(await ReadAsync(key));
        }
        catch (Exception exception)
        {
            next.SetException(exception);
        }
    }

    private NextRead? TakeNext(TKey key)
    {
        lock (_gate)
        {
            var next = _underWay[key];
            if (next is null)
                _underWay.Remove(key);
            else
                _underWay[key] = null;
            return next;
        }
    }

    /// <summary>Continuations run elsewhere, so that the next read begins while answers are written.</summary>
    private sealed class NextRead(Activity? caller) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Activity? Caller => caller;
    }
}
