namespace Shop.Hosting.LocalPostgres;

/// <summary>Quoting for definitions, which take no parameters (PostgreSQL documentation, "Lexical Structure").</summary>
internal static class Sql
{
    /// <summary>An identifier.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text, whatever <c>standard_conforming_strings</c> is.</summary>
    public static string Text(string text) =>
        $"E'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
