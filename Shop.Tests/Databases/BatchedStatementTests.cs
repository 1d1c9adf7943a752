using System.Collections.Concurrent;
using Shop.Database;

namespace Shop.Tests.Databases;

/// <summary>How requests share transactions, without a database.</summary>
public sealed class BatchedStatementTests
{
    private readonly ConcurrentQueue<int[]> _batches = new();

    /// <summary>Nobody waits for company that does not come.</summary>
    [Fact]
    public async Task A_request_without_company_goes_alone()
    {
        var commits = new BatchedStatement<int, int>(DoubleAsync, maxBatch: 8);

        Assert.Equal(14, await commits.RunAsync(7));
        Assert.Equal([7], Assert.Single(_batches));
    }

    /// <summary>What comes while a batch is at work waits for its end, and then goes together.</summary>
    [Fact]
    public async Task What_arrives_during_a_batch_shares_the_next_one()
    {
        var begun = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        var commits = new BatchedStatement<int, int>(
            async batch =>
            {
                begun.TrySetResult();
                await mayEnd.Task;
                return await DoubleAsync(batch);
            },
            maxBatch: 8);
        var first = commits.RunAsync(1);
        await begun.Task;
        var others = Enumerable.Range(2, 5).Select(commits.RunAsync).ToArray();

        mayEnd.SetResult();

        Assert.Equal(2, await first);
        var answers = await Task.WhenAll(others);
        Assert.Equal([4, 6, 8, 10, 12], answers);
        Assert.Equal([[1], [2, 3, 4, 5, 6]], _batches);
    }

    /// <summary>More than a statement may hold are divided, and none is left behind.</summary>
    [Fact]
    public async Task No_batch_is_larger_than_allowed()
    {
        var commits = new BatchedStatement<int, int>(DoubleAsync, maxBatch: 8);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(commits.RunAsync));

        Assert.Equal(Enumerable.Range(0, 50).Select(n => n * 2), answers);
        Assert.All(_batches, batch => Assert.InRange(batch.Length, 1, 8));
        Assert.Equal(Enumerable.Range(0, 50), _batches.SelectMany(batch => batch).Order());
    }

    /// <summary>One at a time means that each has a transaction of its own, and that they run at the same time.</summary>
    [Fact]
    public async Task A_batch_of_one_waits_for_nobody()
    {
        var both = new TaskCompletionSource();
        var atWork = 0;
        var commits = new BatchedStatement<int, int>(
            async batch =>
            {
                if (Interlocked.Increment(ref atWork) == 2) both.SetResult();
                await both.Task;
                return await DoubleAsync(batch);
            },
            maxBatch: 1);

        var answers = await Task.WhenAll(commits.RunAsync(1), commits.RunAsync(2)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal([2, 4], answers);
    }

    /// <summary>The neighbours of a request that fails get their answers, and it gets its own exception.</summary>
    [Fact]
    public async Task One_that_fails_does_not_fail_its_neighbours()
    {
        var commits = new BatchedStatement<int, int>(
            batch => batch.Contains(13) ? throw new FormatException("13 has no double.") : DoubleAsync(batch), maxBatch: 8);

        var asked = Enumerable.Range(12, 3).Select(commits.RunAsync).ToArray();

        Assert.Equal(24, await asked[0]);
        await Assert.ThrowsAsync<FormatException>(() => asked[1]);
        Assert.Equal(28, await asked[2]);
    }

    private Task<IReadOnlyList<int>> DoubleAsync(IReadOnlyList<int> batch)
    {
        _batches.Enqueue([.. batch]);
        return Task.FromResult<IReadOnlyList<int>>([.. batch.Select(n => n * 2)]);
    }
}
