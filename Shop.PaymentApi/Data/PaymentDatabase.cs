using Npgsql;

namespace Shop.PaymentApi.Data;

/// <summary>The module's own pool: a type of its own, because in a monolith each module has one.</summary>
internal sealed class PaymentDatabase(NpgsqlDataSource source) : IAsyncDisposable, IDisposable
{
    /// <summary>The schema of everything that belongs to the module, whatever the database.</summary>
    public const string Schema = "payment";

    private readonly TaskCompletionSource _prepared = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the tables are there.</summary>
    public Task Prepared => _prepared.Task;

    /// <summary>Connections with prepared statements.</summary>
    public NpgsqlDataSource Source => source;

    public void MarkPrepared() => _prepared.TrySetResult();

    public ValueTask DisposeAsync() => source.DisposeAsync();

    public void Dispose() => source.Dispose();
}
