namespace Shop.Database;

/// <summary>
/// A page of a list that is filtered, from an index over the filter and then the key. Said as a range of that index, in its order: of "this
/// status, in order of the ids" PostgreSQL believes, not knowing which status it will be, that the first ids have enough of it, and reads
/// the table to its end for a status that few rows have.
/// </summary>
public static class FilteredPage
{
    /// <summary>The conditions and the order of a page, without its limit.</summary>
    /// <param name="filter">Columns, with the parameter that each has to be equal to, in the order of the index; may be empty.</param>
    /// <param name="key">The column that the list is in order of.</param>
    /// <param name="after">The parameter for the key after which the page begins.</param>
    /// <param name="newestFirst">Whether the list goes down.</param>
    public static string Sql(IReadOnlyList<(string Column, string Value)> filter, string key, string after, bool newestFirst)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (beyond, upTo, direction) = newestFirst ? ("<", ">=", " DESC") : (">", "<=", "");
        var (columns, values) = (filter.Select(part => part.Column).ToList(), filter.Select(part => part.Value).ToList());
        var range = $"({Join([.. columns, key])}) {beyond} ({Join([.. values, after])})";
        if (filter.Count > 0) range += $" AND ({Join(columns)}) {upTo} ({Join(values)})";
        return $"{range} ORDER BY {Join([.. columns.Append(key).Select(column => column + direction)])}";

        static string Join(IReadOnlyList<string> parts) => string.Join(", ", parts);
    }
}
