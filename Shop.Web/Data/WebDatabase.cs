using Npgsql;

namespace Shop.Web.Data;

/// <summary>The module's own pool: a type of its own, because in a monolith each module has one.</summary>
internal sealed class WebDatabase(NpgsqlDataSource source) : IAsyncDisposable, IDisposable
{
    /// <summary>Connections with prepared statements.</summary>
    public NpgsqlDataSource Source => source;

    public ValueTask DisposeAsync() => source.DisposeAsync();

    public void Dispose() => source.Dispose();
}
