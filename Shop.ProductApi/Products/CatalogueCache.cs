using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Shop.ProductApi.Products;

/// <summary>
/// Pages of the catalogue that may be served again, for <see cref="ProductOptions.CacheSeconds"/> at most and only until
/// anything changes through this instance. What changed through another replica shows when the time is up.
/// </summary>
/// <param name="options">How long a page may be served again.</param>
/// <param name="time">The clock for the age of pages.</param>
public sealed class CatalogueCache(IOptions<ProductOptions> options, TimeProvider time)
{
    /// <summary>Searches are as many as there are words; beyond this many pages the cache starts anew.</summary>
    private const int MaxPages = 256;

    /// <summary>Beyond this many different questions the memory of what was asked before starts anew.</summary>
    private const int MaxQuestions = 4096;

    private readonly TimeSpan _lifetime = TimeSpan.FromSeconds(options.Value.CacheSeconds);
    private readonly ConcurrentDictionary<ProductQuery, Entry> _pages = new();
    private readonly ConcurrentDictionary<ProductQuery, byte> _askedOnce = new();
    private int _askedOnceCount;
    private long _version;

    /// <summary>Counts the changes. To be read before the database is, and given back with the page.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Says that products or stock have changed. To be called after the commit and before the answer.</summary>
    public void Evict() => Interlocked.Increment(ref _version);

    /// <summary>The page that answers a query, where one may be served again.</summary>
    /// <param name="query">What is asked for.</param>
    public CataloguePage? Find(ProductQuery query) =>
        _pages.TryGetValue(query, out var entry) && entry.Version == Version && time.GetElapsedTime(entry.ReadAt) < _lifetime
            ? entry.Page
            : null;

    /// <summary>Keeps a page, unless something changed while it was read.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="page">The answer.</param>
    /// <param name="version">The version before the database was read.</param>
    public void Keep(ProductQuery query, CataloguePage page, long version)
    {
        if (_lifetime == TimeSpan.Zero || version != Version) return;
        // From the second time on: pages that nobody asks for again would only be carried from one garbage collection to the next.
        if (!_pages.ContainsKey(query) && IsNew(query)) return;
        if (_pages.Count >= MaxPages) _pages.Clear();
        _pages[query] = new(page, version, time.GetTimestamp());
    }

    private bool IsNew(ProductQuery query)
    {
        if (!_askedOnce.TryAdd(query, 0)) return false;
        if (Interlocked.Increment(ref _askedOnceCount) % MaxQuestions == 0) _askedOnce.Clear();
        return true;
    }

    private sealed record Entry(CataloguePage Page, long Version, long ReadAt);
}
