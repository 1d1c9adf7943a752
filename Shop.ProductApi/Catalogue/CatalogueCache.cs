using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Shop.ProductApi.Data;
using Shop.ProductApi.Products;

namespace Shop.ProductApi.Catalogue;

/// <summary>
/// Pages of the catalogue that may be served again, for <see cref="ProductOptions.CacheSeconds"/> at most and only until
/// anything changes through this instance. What changed through another replica shows when the time is up.
/// </summary>
internal sealed class CatalogueCache(CatalogueVersion version, IOptions<ProductOptions> options, TimeProvider time)
{
    /// <summary>Searches are as many as there are words; beyond this many pages the cache starts anew.</summary>
    private const int MaxPages = 256;

    /// <summary>Beyond this many different questions the memory of what was asked before starts anew.</summary>
    private const int MaxQuestions = 4096;

    private readonly TimeSpan _lifetime = TimeSpan.FromSeconds(options.Value.CacheSeconds);
    private readonly ConcurrentDictionary<CatalogueQuery, Entry> _pages = new();
    private readonly ConcurrentDictionary<CatalogueQuery, byte> _askedOnce = new();
    private int _askedOnceCount;

    /// <summary>The page that answers a query, where one may be served again.</summary>
    public CataloguePage? Find(CatalogueQuery query) =>
        _pages.TryGetValue(query, out var entry) && entry.Version == version.Current && time.GetElapsedTime(entry.ReadAt) < _lifetime
            ? entry.Page
            : null;

    /// <summary>Keeps a page, unless something changed while it was read.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="page">The answer.</param>
    /// <param name="versionBefore">The version before the database was read.</param>
    public void Keep(CatalogueQuery query, CataloguePage page, long versionBefore)
    {
        if (_lifetime == TimeSpan.Zero || versionBefore != version.Current) return;
        // From the second time on: pages that nobody asks for again would only be carried from one garbage collection to the next.
        if (!_pages.ContainsKey(query) && IsNew(query)) return;
        if (_pages.Count >= MaxPages) _pages.Clear();
        _pages[query] = new(page, versionBefore, time.GetTimestamp());
    }

    private bool IsNew(CatalogueQuery query)
    {
        if (!_askedOnce.TryAdd(query, 0)) return false;
        if (Interlocked.Increment(ref _askedOnceCount) % MaxQuestions == 0) _askedOnce.Clear();
        return true;
    }

    private sealed record Entry(CataloguePage Page, long Version, long ReadAt);
}
