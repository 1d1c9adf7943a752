using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Shop.Monolith.InProcess.Http;

/// <summary>One request and its answer. The answer is there for whoever asked as soon as its head is; its body is read as it is written.</summary>
internal sealed class InProcessExchange : IHttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature, IDisposable
{
    private readonly HttpRequestMessage _request;
    private readonly Pipe _body = new();
    private readonly StartingStream _stream;
    private readonly TaskCompletionSource<HttpResponseMessage> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _aborted;
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();

    public InProcessExchange(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _request = request;
        _stream = new StartingStream(this);
        _aborted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>The answer.</summary>
    public Task<HttpResponseMessage> Response => _response.Task;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    Stream IHttpResponseFeature.Body
    {
        get => _stream;
        set => throw new NotSupportedException("The body is replaced by its feature.");
    }

    public bool HasStarted { get; private set; }

    public Stream Stream => _stream;

    public PipeWriter Writer => field ??= PipeWriter.Create(_stream, new(leaveOpen: true));

    public CancellationToken RequestAborted
    {
        get => _aborted.Token;
        set => throw new NotSupportedException("Whoever asks says when they give up.");
    }

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    public void Abort() => _aborted.Cancel();

    public void DisableBuffering()
    {
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(_stream, path, offset, count, cancellationToken);

    /// <summary>The head is final: whoever asked gets the answer.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted) return;
        while (_starting.TryPop(out var starting)) await starting.Callback(starting.State);
        HasStarted = true;
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)StatusCode)
        {
            RequestMessage = _request,
            Content = new Body(_body.Reader.AsStream(), _aborted),
        };
        foreach (var (name, values) in Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, values.ToArray())) response.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        _response.TrySetResult(response);
    }

    /// <summary>All is written.</summary>
    public async Task CompleteAsync()
    {
        await Writer.FlushAsync();
        await StartAsync();
        await _body.Writer.CompleteAsync();
        while (_completed.TryPop(out var completed)) await completed.Callback(completed.State);
    }

    /// <summary>The pipeline has failed before or while it answered.</summary>
    /// <param name="exception">Why.</param>
    public void Fail(Exception exception)
    {
        _response.TrySetException(new HttpRequestException("The request failed inside this process.", exception));
        _body.Writer.Complete(exception);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>Begins the answer with its first bytes.</summary>
    private sealed class StartingStream(InProcessExchange exchange) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await exchange.StartAsync(cancellationToken);
            await exchange._body.Writer.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            await exchange.StartAsync(cancellationToken);
            await exchange._body.Writer.FlushAsync(cancellationToken);
        }

        public override void Flush() => throw new NotSupportedException("Answers are written asynchronously.");

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are written asynchronously.");

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    /// <summary>The answer's body. When its reader has gone, the request is over.</summary>
    private sealed class Body(Stream stream, CancellationTokenSource aborted) : StreamContent(stream)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing) aborted.Cancel();
        }
    }
}
