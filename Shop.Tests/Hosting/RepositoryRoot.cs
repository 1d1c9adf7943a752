namespace Shop.Tests.Hosting;

/// <summary>Where the tests were built from.</summary>
internal static class RepositoryRoot
{
    public static DirectoryInfo Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Shop.sln"))) return directory;
        }

        throw new DirectoryNotFoundException($"No directory above {AppContext.BaseDirectory} has Shop.sln.");
    }
}
