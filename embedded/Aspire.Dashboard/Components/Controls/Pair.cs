namespace Aspire.Dashboard.Components.Controls;

/// <summary>A name and its value in a pane.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value as text.</param>
/// <param name="IsSecret">Hidden until the person asks to see it.</param>
/// <param name="Link">Where a click on the value leads, or null.</param>
public sealed record Pair(string Name, string? Value, bool IsSecret = false, string? Link = null);
