namespace Shop.ProductApi.Data;

/// <summary>Counts the changes of products and stock made through this instance, so that what was read before one is not served after it.</summary>
internal sealed class CatalogueVersion
{
    private long _changes;

    /// <summary>To be read before the database is: what was read counts for as long as this stays the same.</summary>
    public long Current => Volatile.Read(ref _changes);

    /// <summary>To be called after the commit of a change and before its answer.</summary>
    public void Advance() => Interlocked.Increment(ref _changes);
}
