using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Shop.Database;

/// <summary>Views, functions and triggers of a migration stand in files of their own, as SQL that any editor can read.</summary>
public static class MigrationScript
{
    /// <summary>Runs a script that is embedded in the assembly of the migration.</summary>
    /// <param name="migration">The migration under construction.</param>
    /// <param name="assembly">Where the script is embedded.</param>
    /// <param name="name">The name of the resource: the file's own.</param>
    /// <exception cref="InvalidOperationException">There is no such script.</exception>
    public static void Script(this MigrationBuilder migration, Assembly assembly, string name)
    {
        ArgumentNullException.ThrowIfNull(migration);
        ArgumentNullException.ThrowIfNull(assembly);
        migration.Sql(MigrationScripts.ReadFile(assembly, name));
    }
}
