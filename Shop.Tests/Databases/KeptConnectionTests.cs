using Aspire.Hosting.Testing;
using Npgsql;
using Shop.Database;
using Shop.Tests.Hosting;

namespace Shop.Tests.Databases;

/// <summary>A connection that is kept, on the real server.</summary>
public sealed class KeptConnectionTests(ShopFixture shop) : ShopTest(shop)
{
    /// <summary>With others free that have rested longer, uses one after the other still go to the same process of the server.</summary>
    [Fact]
    public async Task Uses_one_after_the_other_share_a_connection()
    {
        await using var source = await SourceAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SleepAsync(source)));
        using var warm = new KeptConnection(source);

        var first = await warm.UseAsync(ProcessIdAsync);

        for (var i = 0; i < 5; i++) Assert.Equal(first, await warm.UseAsync(ProcessIdAsync));
    }

    /// <summary>Uses at the same time get a connection each.</summary>
    [Fact]
    public async Task Uses_at_the_same_time_do_not_wait_for_each_other()
    {
        await using var source = await SourceAsync();
        using var warm = new KeptConnection(source);
        var both = new TaskCompletionSource();
        var atWork = 0;

        var ids = await Task.WhenAll(UseAsync(), UseAsync()).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.NotEqual(ids[0], ids[1]);
        Assert.Contains(await warm.UseAsync(ProcessIdAsync), ids);

        Task<int> UseAsync() => warm.UseAsync(async connection =>
        {
            if (Interlocked.Increment(ref atWork) == 2) both.SetResult();
            await both.Task;
            return await ProcessIdAsync(connection);
        });
    }

    /// <summary>What the server has closed is noticed once, and the next use has another one.</summary>
    [Fact]
    public async Task A_connection_that_broke_is_not_kept()
    {
        await using var source = await SourceAsync();
        using var warm = new KeptConnection(source);
        var first = await warm.UseAsync(ProcessIdAsync);
        await using (var end = source.CreateCommand("SELECT pg_terminate_backend($1)"))
        {
            end.Parameters.Add(new NpgsqlParameter<int> { TypedValue = first });
            Assert.Equal(true, await end.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => warm.UseAsync(ProcessIdAsync));

        Assert.NotEqual(first, await warm.UseAsync(ProcessIdAsync));
    }

    /// <summary>A statement that failed in a transaction must not leave it open for the next user.</summary>
    [Fact]
    public async Task What_failed_leaves_nothing_behind()
    {
        await using var source = await SourceAsync(maxPoolSize: 1);
        using var warm = new KeptConnection(source);

        await Assert.ThrowsAsync<PostgresException>(() => warm.UseAsync(FailInTransactionAsync));

        Assert.True(await warm.UseAsync(ProcessIdAsync) > 0);
    }

    /// <summary>Given back, it serves others.</summary>
    [Fact]
    public async Task After_disposal_the_pool_has_it()
    {
        await using var source = await SourceAsync(maxPoolSize: 1);
        var warm = new KeptConnection(source);
        var first = await warm.UseAsync(ProcessIdAsync);

        warm.Dispose();

        await using var other = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        Assert.Equal(first, await ProcessIdAsync(other));
    }

    private static async Task<int> ProcessIdAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<int> FailInTransactionAsync(NpgsqlConnection connection)
    {
        await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("SELECT 1 / 0", connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private static async Task SleepAsync(NpgsqlDataSource source)
    {
        // Long enough to be at work at the same time, so that each takes a connection of its own.
        await using var command = source.CreateCommand("SELECT pg_sleep(0.2)");
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlDataSource> SourceAsync(int maxPoolSize = 5)
    {
        var settings = new NpgsqlConnectionStringBuilder((await Shop.App.GetConnectionStringAsync("orderdb"))!)
        {
            MaxPoolSize = maxPoolSize,
            NoResetOnClose = true,
        };
        return NpgsqlDataSource.Create(settings.ConnectionString);
    }
}
