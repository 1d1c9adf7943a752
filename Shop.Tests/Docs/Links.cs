using System.Text.RegularExpressions;
using Shop.Tests.Hosting;

namespace Shop.Tests.Docs;

/// <summary>A document that points at a file points at one that exists.</summary>
public sealed partial class Links
{
    private static readonly string Repository = RepositoryRoot.Find().FullName;

    private static readonly string[] NotOurs = [".git", "bin", "obj", "artifacts", "TestResults", "node_modules"];

    [Fact]
    public void Every_relative_link_of_a_document_leads_to_something_in_the_repository()
    {
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var documents = Directory.EnumerateFiles(Repository, "*.md", everywhere)
            .Where(document => !Path.GetRelativePath(Repository, document).Split(Path.DirectorySeparatorChar).Any(NotOurs.Contains))
            .ToList();
        Assert.Contains(Path.Combine(Repository, "README.md"), documents);

        var broken = documents.SelectMany(document => Broken(document, File.ReadAllText(document))).ToList();

        Assert.True(broken.Count == 0, $"Links lead nowhere:\n{string.Join('\n', broken)}");
    }

    [Theory]
    [InlineData("[text](nowhere.md)")]
    [InlineData("![picture](docs/nowhere.png)")]
    [InlineData("[text](nowhere.md#part \"title\")")]
    [InlineData("[text](<no where.md>)")]
    [InlineData("[`code`](nowhere.md)")]
    [InlineData("| [text](README.md) | [text](nowhere.md) |")]
    [InlineData("[text]: nowhere.md")]
    [InlineData("[text](../outside.md)")]
    public void A_link_that_leads_nowhere_is_found(string markdown) =>
        Assert.Single(Broken(Path.Combine(Repository, "README.md"), markdown));

    [Theory]
    [InlineData("[text](LICENSE), [text](docs/), [text](docs/architecture.md#the-apphost), [text](#map)")]
    [InlineData("[text](https://example.org/nowhere.md), [text](mailto:nobody@example.org)")]
    [InlineData("`[text](nowhere.md)`")]
    [InlineData("```\n[text](nowhere.md)\n```")]
    public void Other_text_is_left_alone(string markdown) =>
        Assert.Empty(Broken(Path.Combine(Repository, "README.md"), markdown));

    private static IEnumerable<string> Broken(string document, string markdown) =>
        from match in Link().Matches(Code().Replace(markdown, "code"))
        let target = Uri.UnescapeDataString(match.Groups["target"].Value.Split('#')[0])
        where target.Length > 0 && !Address().IsMatch(target)
        let file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, target))
        where !file.StartsWith(Repository + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !Path.Exists(file)
        select $"{Path.GetRelativePath(Repository, document)}: {target}";

    [GeneratedRegex(@"^(```|~~~).*?^\1|`[^`\n]+`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    // CommonMark 0.31, inline links and link reference definitions, without what the documents here do not use: nested parentheses.
    [GeneratedRegex("""(\]\(|^\[[^\]\n]+\]:)\s*(<(?<target>[^>\n]*)>|(?<target>[^\s()<>]+))""", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Address();
}
