using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Adds a command, or takes the place of the one of that name.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The name.</param>
    /// <param name="displayName">Text of the button.</param>
    /// <param name="executeCommand">Does it.</param>
    /// <param name="commandOptions">Details.</param>
    public static IResourceBuilder<T> WithCommand<T>(
        this IResourceBuilder<T> builder, string name, string displayName,
        Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand, CommandOptions? commandOptions = null)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(displayName);
        ArgumentNullException.ThrowIfNull(executeCommand);
        var options = commandOptions ?? new();
        foreach (var old in builder.Resource.Annotations.OfType<ResourceCommandAnnotation>().Where(c => c.Name == name).ToList())
            builder.Resource.Annotations.Remove(old);
        return builder.WithAnnotation(new ResourceCommandAnnotation(
            name, displayName, options.UpdateState ?? (_ => ResourceCommandState.Enabled), executeCommand, options.Description, parameter: null,
            options.ConfirmationMessage, options.IconName, options.IconVariant, options.IsHighlighted));
    }
}
