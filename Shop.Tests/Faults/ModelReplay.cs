using System.Globalization;
using Shop.Proof.Audit;
using Shop.Proof.History;
using Shop.Proof.Model;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>Has the monitors of the model judge what a real shop has done: the model and the code keep the same promises, or a test says so.</summary>
internal static class ModelReplay
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    /// <summary>Fails with what a monitor says where a promise was broken.</summary>
    /// <param name="books">What the databases say at the end.</param>
    /// <param name="history">What clients were told.</param>
    /// <param name="heard">What a subscriber of all events has heard.</param>
    public static async Task AssertKeptAsync(Books books, IReadOnlyList<Exchange> history, IReadOnlyList<HeardEvent> heard)
    {
        using var directory = new TemporaryDirectory();
        var files = await ModelHistory.WriteAsync(directory.Path, books, history, heard);
        var (code, said) = await RunAsync(directory.Path);
        Assert.True(code == 0, said);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{files.Count} histories with {files.Values.Sum()} events break no promise."), said, StringComparison.Ordinal);
    }

    /// <summary>Has the monitors judge the histories in a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <returns>0 where no promise was broken, and what was said.</returns>
    public static async Task<(int Code, string Said)> RunAsync(string directory)
    {
        var replay = Path.Combine(RepositoryRoot.Find().FullName, "models", "checkout", "replay");
        var (code, output, errors) = await Command.RunAsync(new("bash", [replay, directory]), Bound);
        return (code, output + errors);
    }
}
