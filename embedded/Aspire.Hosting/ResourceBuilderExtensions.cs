using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>The verbs that configure resources.</summary>
public static partial class ResourceBuilderExtensions
{
    private const string ReferenceRelationship = "Reference";
    private const string WaitForRelationship = "WaitFor";
    private const string ParentRelationship = "Parent";

    /// <summary>Passes arguments to the process.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="args">The arguments.</param>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args) where T : IResourceWithArgs =>
        builder.WithArgs((object[])args);

    /// <summary>Passes arguments to the process.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="args">The arguments: texts or values such as <see cref="EndpointReference"/>.</param>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params object[] args) where T : IResourceWithArgs =>
        builder.WithArgs(context =>
        {
            foreach (var argument in args)
                context.Args.Add(argument);
        });

    /// <summary>Adds to the command line of the process.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">Gets the arguments so far, each time the process is started.</param>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, Action<CommandLineArgsCallbackContext> callback)
        where T : IResourceWithArgs => builder.WithArgs(context =>
        {
            callback(context);
            return Task.CompletedTask;
        });

    /// <summary>Adds to the command line of the process.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">Gets the arguments so far, each time the process is started.</param>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, Func<CommandLineArgsCallbackContext, Task> callback)
        where T : IResourceWithArgs
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new CommandLineArgsCallbackAnnotation(callback));
    }

    /// <summary>Lets the resource start only when told to by command.</summary>
    /// <param name="builder">The resource.</param>
    public static IResourceBuilder<T> WithExplicitStart<T>(this IResourceBuilder<T> builder) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ExplicitStartupAnnotation());
    }

    /// <summary>Shows the resource under another one.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="parent">The other one.</param>
    public static IResourceBuilder<T> WithParentRelationship<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> parent)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(parent);
        return builder.WithParentRelationship(parent.Resource);
    }

    /// <summary>Shows the resource under another one.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="parent">The other one.</param>
    public static IResourceBuilder<T> WithParentRelationship<T>(this IResourceBuilder<T> builder, IResource parent) where T : IResource =>
        builder.WithRelationship(parent, ParentRelationship);

    /// <summary>Says how the resource relates to another one.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="resource">The other one.</param>
    /// <param name="type">Kind of the relationship.</param>
    public static IResourceBuilder<T> WithRelationship<T>(this IResourceBuilder<T> builder, IResource resource, string type) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(resource);
        return builder.WithAnnotation(new ResourceRelationshipAnnotation(resource, type));
    }
}
