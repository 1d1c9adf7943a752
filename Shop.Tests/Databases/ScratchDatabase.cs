using Aspire.Hosting.Testing;
using Npgsql;
using Shop.Tests.Hosting;

namespace Shop.Tests.Databases;

/// <summary>An empty database on the shop's server, for one test.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _server;
    private readonly string _name = $"scratch_{Guid.NewGuid():N}";

    private ScratchDatabase(string connectionString)
    {
        _server = NpgsqlDataSource.Create(connectionString);
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Database = _name }.ConnectionString;
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<ScratchDatabase> CreateAsync(ShopFixture shop)
    {
        var scratch = new ScratchDatabase((await shop.App.GetConnectionStringAsync("orderdb"))!);
        await ExecuteAsync(scratch._server, $"CREATE DATABASE {scratch._name}");
        return scratch;
    }

    /// <summary>Runs a script on a connection of its own, which it may set up as it likes.</summary>
    public async Task RunAsync(string script)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false });
        await ExecuteAsync(source, script);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await ExecuteAsync(_server, $"DROP DATABASE {_name} WITH (FORCE)");
        await _server.DisposeAsync();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
#pragma warning disable CA2100 // The test's own statements.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
