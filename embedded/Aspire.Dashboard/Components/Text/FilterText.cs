using System.Diagnostics.CodeAnalysis;
using Aspire.Dashboard.Telemetry.Queries;

namespace Aspire.Dashboard.Components.Text;

/// <summary>Filters as they stand in an address: <c>field:eq:value</c>, with any colon of the field written <c>%3A</c>.</summary>
internal static class FilterText
{
    /// <summary>The words of the conditions in an address and in front of people.</summary>
    internal static readonly IReadOnlyList<(FilterCondition Condition, string Word, string Sign)> Conditions =
    [
        (FilterCondition.Equals, "eq", "="),
        (FilterCondition.NotEquals, "ne", "≠"),
        (FilterCondition.Contains, "has", "contains"),
        (FilterCondition.NotContains, "hasnot", "does not contain"),
    ];

    /// <summary>The filter as text.</summary>
    internal static string Write(FieldFilter filter) =>
        $"{filter.Field.Replace("%", "%25", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal)}:{Entry(filter.Condition).Word}:{filter.Value}";

    /// <summary>Reads a filter; false for text that is none, as somebody may have typed into an address.</summary>
    internal static bool TryRead(string? text, [NotNullWhen(true)] out FieldFilter? filter)
    {
        filter = null;
        var parts = text?.Split(':', 3) ?? [];
        if (parts.Length < 3 || parts[0].Length == 0)
            return false;

        var known = Conditions.Where(c => c.Word == parts[1]).ToArray();
        if (known.Length == 0)
            return false;

        filter = new FieldFilter(Uri.UnescapeDataString(parts[0]), known[0].Condition, parts[2]);
        return true;
    }

    /// <summary>All filters of an address that can be read.</summary>
    internal static IReadOnlyList<FieldFilter> ReadAll(string[]? texts)
    {
        var filters = new List<FieldFilter>();
        foreach (var text in texts ?? [])
        {
            if (TryRead(text, out var filter))
                filters.Add(filter);
        }

        return filters;
    }

    /// <summary>The filter as people read it.</summary>
    internal static string Show(FieldFilter filter) => $"{ShowField(filter.Field)} {Entry(filter.Condition).Sign} {filter.Value}";

    /// <summary>Known fields without their mark.</summary>
    internal static string ShowField(string field) => field.StartsWith('@') ? field[1..] : field;

    private static (FilterCondition Condition, string Word, string Sign) Entry(FilterCondition condition) =>
        Conditions.First(c => c.Condition == condition);
}
