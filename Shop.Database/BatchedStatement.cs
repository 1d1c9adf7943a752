using System.Diagnostics;
using Npgsql;

namespace Shop.Database;

/// <summary>
/// A statement that requests share: those that arrive while others are being worked on go together, in the next transaction.
/// Nothing waits for company: a request that finds nobody at work goes at once and alone. Under load a batch is as large as what
/// arrived during the batch before it, so that one commit (and one row lock on a product that everybody wants) serves many orders.
/// One batch at a time: two at once were half as large each and cost the database a third more for the same orders. Having one at
/// a time, it also stays on one connection (see <see cref="KeptConnection"/>).
/// </summary>
/// <typeparam name="TRequest">What is asked for.</typeparam>
/// <typeparam name="TResult">What is answered.</typeparam>
public sealed class BatchedStatement<TRequest, TResult> : IDisposable
{
    /// <summary>
    /// Once more, on another connection, where the session is over: after a restart of the server, or when a wire has forgotten its
    /// connections, each fails once.
    /// </summary>
    private const int Tries = 2;

    /// <summary>How many requests of batches that failed are served at the same time, each alone, beside the batch that is under way.</summary>
    private const int MaxAlone = 4;

    private readonly SemaphoreSlim _alone = new(MaxAlone);
    private readonly Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TResult>>> _execute;
    private readonly int _maxBatch;
    private readonly KeptConnection? _connection;
    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private bool _isAtWork;

    /// <summary>Starts with nothing under way.</summary>
    /// <param name="source">Where its connection comes from.</param>
    /// <param name="execute">
    /// Works on a batch in one transaction and answers one result for each request, in their order. Must be safe to repeat.
    /// </param>
    /// <param name="maxBatch">The most requests that share a transaction; 1 gives each its own, at once.</param>
    public BatchedStatement(
        NpgsqlDataSource source, Func<NpgsqlConnection, IReadOnlyList<TRequest>, Task<IReadOnlyList<TResult>>> execute, int maxBatch)
    {
        var connection = _connection = new KeptConnection(source);
        _execute = batch => connection.UseAsync(open => execute(open, batch), Tries);
        _maxBatch = maxBatch;
    }

    /// <summary>Batches alone, without a database.</summary>
    internal BatchedStatement(Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TResult>>> execute, int maxBatch) =>
        (_execute, _maxBatch) = (execute, maxBatch);

    /// <summary>Answers a request, with the batch that it falls into.</summary>
    /// <param name="request">What is asked for.</param>
    /// <returns>The result; or the exception that this request alone, without its neighbours, ended in.</returns>
    public Task<TResult> RunAsync(TRequest request)
    {
        var waiting = new Waiting(request, Activity.Current);
        lock (_gate)
        {
            _waiting.Enqueue(waiting);
            if (_isAtWork && _maxBatch > 1) return waiting.Task;
            _isAtWork = true;
        }

        _ = DrainAsync();
        return waiting.Task;
    }

    /// <summary>Gives the connection back to the pool.</summary>
    public void Dispose()
    {
        _connection?.Dispose();
        _alone.Dispose();
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            // Behind the requests that have arrived and are only not read yet: they are in this batch then, at no price, since the
            // processor would have to read them anyway.
            await Task.Yield();
            if (Take() is not { } batch) return;

            // The statement belongs into the trace of the first request that it serves; each other trace gets a span of its own
            // for the time that it shared the statement, linked to the first, so that no trace lacks its database.
            for (var i = 1; i < batch.Length; i++) batch[i].ShareWith(batch[0].Caller);
            Activity.Current = batch[0].Caller;
            await ServeAsync(batch);
        }
    }

    private Waiting[]? Take()
    {
        lock (_gate)
        {
            var count = Math.Min(_waiting.Count, _maxBatch);
            if (count == 0)
            {
                _isAtWork = false;
                return null;
            }

            var batch = new Waiting[count];
            for (var i = 0; i < count; i++) batch[i] = _waiting.Dequeue();
            return batch;
        }
    }

    private async Task ServeAsync(Waiting[] batch)
    {
        try
        {
            var results = await _execute(Array.ConvertAll(batch, waiting => waiting.Request));
            for (var i = 0; i < batch.Length; i++) batch[i].Answer(results[i]);
        }
        catch (Exception exception) when (batch.Length == 1 || SessionFailure.IsOver(exception))
        {
            foreach (var waiting in batch) waiting.Fail(exception);
        }
        catch (Exception)
        {
            // One of them is at fault: alone, each gets the answer that it deserves. Whose turn it would be meanwhile is not: one of
            // these may be waiting for a row that somebody has locked.
            foreach (var waiting in batch) _ = ServeAloneAsync(waiting);
        }
    }

    private async Task ServeAloneAsync(Waiting waiting)
    {
        await _alone.WaitAsync();
        try
        {
            Activity.Current = waiting.Caller;
            await ServeAsync([waiting]);
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <summary>Continuations run elsewhere, so that the next batch begins while answers are written.</summary>
    private sealed class Waiting(TRequest request, Activity? caller) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        private Activity? _shared;

        public TRequest Request => request;

        public Activity? Caller => caller;

        public void ShareWith(Activity? leader)
        {
            if (caller is null) return;
            _shared = BatchedStatement.Spans.StartActivity(
                "postgresql (shared)", ActivityKind.Client, caller.Context,
                tags: [new("db.system.name", "postgresql")],
                links: leader is null ? null : [new(leader.Context)]);
        }

        public void Answer(TResult result)
        {
            _shared?.Dispose();
            SetResult(result);
        }

        public void Fail(Exception exception)
        {
            _shared?.SetStatus(ActivityStatusCode.Error);
            _shared?.Dispose();
            SetException(exception);
        }
    }
}

/// <summary>What batches of all kinds share.</summary>
internal static class BatchedStatement
{
    /// <summary>Spans of requests that share another one's statement.</summary>
    public static readonly ActivitySource Spans = new("Shop.Batching");
}
