using System.Reflection;
using Shop.Tests.Hosting;

namespace Shop.Tests.Mutants;

/// <summary>
/// Each patch of this folder puts a fault back that was found from outside. Whether the tests notice is what <c>Shop.Tests/Mutants/run</c>
/// finds out, which takes long; here the register is kept fit for it.
/// </summary>
public sealed class Register
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private const string CaughtBy = "Caught by: ";

    private static readonly string Repository = RepositoryRoot.Find().FullName;

    /// <summary>The patches, by name.</summary>
    public static TheoryData<string> Names { get; } =
        [.. Directory.GetFiles(Path.Combine(Repository, "Shop.Tests", "Mutants"), "*.patch").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mutant_fits_todays_code_and_names_its_promise_and_the_tests_that_notice_it(string name)
    {
        var path = Path.Combine(Repository, "Shop.Tests", "Mutants", $"{name}.patch");
        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);

        Assert.StartsWith("Promise: ", lines[0], StringComparison.Ordinal);
        var tests = lines.Where(line => line.StartsWith(CaughtBy, StringComparison.Ordinal)).Select(line => line[CaughtBy.Length..]).ToList();
        Assert.NotEmpty(tests);
        Assert.All(tests, test =>
        {
            var method = test.LastIndexOf('.');
            var type = typeof(Register).Assembly.GetType(test[..method]);
            Assert.NotNull(type?.GetMethod(test[(method + 1)..], BindingFlags.Public | BindingFlags.Instance));
            Assert.False(type.IsAbstract, $"Nothing runs by the name of {test}: name one of the classes that inherit it.");
        });

        var (code, _, said) = await Command.RunAsync(new("git", ["apply", "--check", path]) { WorkingDirectory = Repository }, Bound);
        Assert.True(code == 0, $"{name}.patch does not fit: {said}");
    }
}
