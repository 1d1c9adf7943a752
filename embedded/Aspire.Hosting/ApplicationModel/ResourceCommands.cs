namespace Aspire.Hosting.ApplicationModel;

/// <summary>Whether a command can be given now.</summary>
public enum ResourceCommandState
{
    /// <summary>It can.</summary>
    Enabled,

    /// <summary>It is shown, and cannot.</summary>
    Disabled,

    /// <summary>It is not shown.</summary>
    Hidden,
}

/// <summary>Drawing of an icon.</summary>
public enum IconVariant
{
    /// <summary>Lines.</summary>
    Regular,

    /// <summary>Areas.</summary>
    Filled,
}

/// <summary>A command of a resource at one moment.</summary>
/// <param name="Name">The name.</param>
/// <param name="State">Whether it can be given now.</param>
/// <param name="DisplayName">Text of the button.</param>
/// <param name="DisplayDescription">What it does.</param>
/// <param name="Parameter">A fixed value that goes with it.</param>
/// <param name="ConfirmationMessage">What to ask first.</param>
/// <param name="IconName">The icon, by its FluentUI name.</param>
/// <param name="IconVariant">Drawing of the icon.</param>
/// <param name="IsHighlighted">Whether it is one of the first to be shown.</param>
public sealed record ResourceCommandSnapshot(
    string Name, ResourceCommandState State, string DisplayName, string? DisplayDescription, object? Parameter,
    string? ConfirmationMessage, string? IconName, IconVariant? IconVariant, bool IsHighlighted);

/// <summary>What a command's state depends on.</summary>
public sealed class UpdateCommandStateContext
{
    /// <summary>The resource now.</summary>
    public required CustomResourceSnapshot ResourceSnapshot { get; init; }

    /// <summary>Services of the AppHost.</summary>
    public required IServiceProvider ServiceProvider { get; init; }
}

/// <summary>Details of a command.</summary>
public class CommandOptions
{
    /// <summary>What it does.</summary>
    public string? Description { get; set; }

    /// <summary>What to ask first.</summary>
    public string? ConfirmationMessage { get; set; }

    /// <summary>The icon, by its FluentUI name.</summary>
    public string? IconName { get; set; }

    /// <summary>Drawing of the icon.</summary>
    public IconVariant? IconVariant { get; set; }

    /// <summary>Whether it is one of the first to be shown.</summary>
    public bool IsHighlighted { get; set; }

    /// <summary>Says whether it can be given now; always by default.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState>? UpdateState { get; set; }
}

/// <summary>A command that can be given to a resource.</summary>
/// <param name="name">The name.</param>
/// <param name="displayName">Text of the button.</param>
/// <param name="updateState">Says whether it can be given now.</param>
/// <param name="executeCommand">Does it.</param>
/// <param name="displayDescription">What it does.</param>
/// <param name="parameter">A fixed value that goes with it.</param>
/// <param name="confirmationMessage">What to ask first.</param>
/// <param name="iconName">The icon, by its FluentUI name.</param>
/// <param name="iconVariant">Drawing of the icon.</param>
/// <param name="isHighlighted">Whether it is one of the first to be shown.</param>
public sealed class ResourceCommandAnnotation(
    string name, string displayName, Func<UpdateCommandStateContext, ResourceCommandState> updateState,
    Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand, string? displayDescription, object? parameter,
    string? confirmationMessage, string? iconName, IconVariant? iconVariant, bool isHighlighted) : IResourceAnnotation
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>Text of the button.</summary>
    public string DisplayName { get; } = displayName;

    /// <summary>Says whether it can be given now.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState> UpdateState { get; } = updateState;

    /// <summary>Does it.</summary>
    public Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ExecuteCommand { get; } = executeCommand;

    /// <summary>What it does.</summary>
    public string? DisplayDescription { get; } = displayDescription;

    /// <summary>What to ask first.</summary>
    public string? ConfirmationMessage { get; } = confirmationMessage;

    /// <summary>The icon, by its FluentUI name.</summary>
    public string? IconName { get; } = iconName;

    /// <summary>Drawing of the icon.</summary>
    public IconVariant? IconVariant { get; } = iconVariant;

    /// <summary>Whether it is one of the first to be shown.</summary>
    public bool IsHighlighted { get; } = isHighlighted;

    internal object? FixedParameter { get; } = parameter;
}
