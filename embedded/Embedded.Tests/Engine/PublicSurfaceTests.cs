using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Embedded.Tests.Engine;

/// <summary>Every public member exists in the official package too: a change of the list is a change to look at in review.</summary>
public sealed class PublicSurfaceTests
{
    private const string ListFile = "PublicSurface.txt";

    [Fact]
    public void The_public_surface_is_the_one_that_is_written_down()
    {
        var actual = Describe(
            typeof(Aspire.Hosting.DistributedApplication).Assembly,
            typeof(Aspire.Hosting.PostgresBuilderExtensions).Assembly,
            typeof(Aspire.Hosting.Testing.DistributedApplicationTestingBuilder).Assembly,
            typeof(Microsoft.Extensions.Hosting.AspireEFPostgreSqlExtensions).Assembly);
        var path = Path.Combine(Source(), ListFile);
        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        var actualPath = Path.Combine(AppContext.BaseDirectory, ListFile);
        File.WriteAllText(actualPath, actual);

        Assert.True(expected == actual, $"The public surface has changed. If each member has an official twin, copy '{actualPath}' over '{path}'.");
    }

    private static string Source([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static string Describe(params Assembly[] assemblies)
    {
        var text = new StringBuilder();
        foreach (var type in assemblies.SelectMany(a => a.GetExportedTypes()).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{type}\n");
            foreach (var member in Members(type).Distinct().Order(StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"    {member}\n");
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(IsVisible)
        .Where(m => m is not MethodInfo { IsSpecialName: true } and not Type && !m.IsDefined(typeof(CompilerGeneratedAttribute)))
        .Select(m => m.ToString()!);

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily,
        FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
        PropertyInfo property => property.GetAccessors().Length > 0,
        _ => true,
    };
}
