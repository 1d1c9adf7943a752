using System.Reflection;
using System.Text.RegularExpressions;

namespace Shop.Database;

/// <summary>
/// The migrations of a module as SQL, embedded in its assembly as <c>&lt;id of the migration&gt;.sql</c>: what
/// <c>dotnet ef migrations script --no-transactions</c> writes for each of them. A service applies them without loading EF
/// Core, which would cost it more processor time than the rest of its start.
/// </summary>
public static partial class MigrationScripts
{
    /// <summary>The ids of all migrations, in the order in which they are applied.</summary>
    /// <param name="assembly">The assembly of the module.</param>
    public static IReadOnlyList<string> Ids(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => MigrationFile().IsMatch(name))
                .Select(name => Path.GetFileNameWithoutExtension(name)).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// The script of one migration, with its entry in the history. A line <c>\ir Sql/name.sql</c> stands for that script, as it
    /// does in psql: a view or function is written down once.
    /// </summary>
    /// <param name="assembly">The assembly of the module.</param>
    /// <param name="id">The migration.</param>
    /// <exception cref="InvalidOperationException">There is no such script.</exception>
    public static string Read(Assembly assembly, string id) =>
        IncludeLine().Replace(ReadFile(assembly, $"{id}.sql"), include => ReadFile(assembly, include.Groups["name"].Value));

    /// <summary>A script as it is embedded.</summary>
    /// <param name="assembly">Where.</param>
    /// <param name="name">The name of the resource: the file's own.</param>
    /// <exception cref="InvalidOperationException">There is no such script.</exception>
    internal static string ReadFile(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no script {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^\d{14}_\w+\.sql$")]
    private static partial Regex MigrationFile();

    [GeneratedRegex(@"^\\ir Sql/(?<name>\w+\.sql)\r?$", RegexOptions.Multiline)]
    private static partial Regex IncludeLine();
}
