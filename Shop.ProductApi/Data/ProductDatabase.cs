using Npgsql;

namespace Shop.ProductApi.Data;

/// <summary>The module's own pool: a type of its own, because in a monolith each module has one.</summary>
internal sealed class ProductDatabase(NpgsqlDataSource source) : IAsyncDisposable, IDisposable
{
    private readonly TaskCompletionSource _prepared = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the tables exist: whoever works by itself begins then.</summary>
    public Task Prepared => _prepared.Task;

    /// <summary>Connections with prepared statements.</summary>
    public NpgsqlDataSource Source => source;

    public void MarkPrepared() => _prepared.TrySetResult();

    public ValueTask DisposeAsync() => source.DisposeAsync();

    public void Dispose() => source.Dispose();
}
