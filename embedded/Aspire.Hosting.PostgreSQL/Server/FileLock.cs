namespace Aspire.Hosting.Postgres.Server;

/// <summary>A lock between processes, held until disposed or until the process ends.</summary>
internal sealed class FileLock : IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    public static async Task<FileLock> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryAcquire(path) is { } acquired)
                return acquired;
            await Task.Delay(RetryInterval, cancellationToken);
        }
    }

    public static FileLock? TryAcquire(string path)
    {
        try
        {
            return new(new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
