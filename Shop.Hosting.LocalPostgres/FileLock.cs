namespace Shop.Hosting.LocalPostgres;

/// <summary>A lock between processes, held until disposed or until the process ends, however it ends.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The file that stands for it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FileLock> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryAcquire(path) is { } acquired) return acquired;
            await Task.Delay(RetryInterval, cancellationToken);
        }
    }

    /// <summary>The lock, or null while somebody else has it.</summary>
    /// <param name="path">The file that stands for it.</param>
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

    /// <summary>Who holds it, for a person to read.</summary>
    /// <param name="text">Process id and time of the start.</param>
    public void Describe(string text)
    {
        _file.SetLength(0);
        _file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
