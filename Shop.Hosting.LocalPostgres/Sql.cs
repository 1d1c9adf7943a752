namespace Shop.Hosting.LocalPostgres;

/// <summary>Quoting for definitions, which take no parameters (PostgreSQL documentation, "Lexical Structure").</summary>
internal static class Sql
{
    /// <summary>An identifier.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text, whatever <c>standard_conforming_strings</c> is.</summary>
    public static string Text(string text) =>
        $"E'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The statements of a script for psql that is embedded here, with its variables in the two ways in which it quotes them.</summary>
    /// <param name="name">The script.</param>
    /// <param name="variables">Names and values: <c>:"name"</c> stands for an identifier, <c>:'name'</c> for a text.</param>
    public static IEnumerable<string> Script(string name, params (string Name, string Value)[] variables)
    {
        using var stream = typeof(Sql).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"There is no script {name}.");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // A statement a line, and taken apart before anything is put in: a password may hold whatever it likes.
        return [.. lines.Where(line => !line.StartsWith("--", StringComparison.Ordinal)).Select(Filled)];

        string Filled(string statement) => variables.Aggregate(statement, (text, variable) => text
            .Replace($":\"{variable.Name}\"", Name(variable.Value), StringComparison.Ordinal)
            .Replace($":'{variable.Name}'", Text(variable.Value), StringComparison.Ordinal));
    }
}
