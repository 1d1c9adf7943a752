using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds to the command line of a process, each time it is started.</summary>
public class CommandLineArgsCallbackAnnotation : IResourceAnnotation
{
    /// <summary>Adds to the command line.</summary>
    /// <param name="callback">Gets the arguments so far.</param>
    public CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Callback = callback;
    }

    /// <summary>Adds to the command line.</summary>
    /// <param name="callback">Gets the arguments so far.</param>
    public CommandLineArgsCallbackAnnotation(Action<IList<object>> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Callback = context =>
        {
            callback(context.Args);
            return Task.CompletedTask;
        };
    }

    /// <summary>Gets the arguments so far.</summary>
    public Func<CommandLineArgsCallbackContext, Task> Callback { get; }
}

/// <summary>The command line of a process while it is put together.</summary>
/// <param name="args">The arguments so far: texts or values such as <see cref="EndpointReference"/>.</param>
/// <param name="resource">The resource that they are for.</param>
/// <param name="cancellationToken">Ends the work.</param>
public sealed class CommandLineArgsCallbackContext(IList<object> args, IResource resource, CancellationToken cancellationToken = default)
{
    /// <summary>The arguments so far: texts or values such as <see cref="EndpointReference"/>.</summary>
    public IList<object> Args { get; } = args;

    /// <summary>The resource that they are for.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Ends the work.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Run or publish.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; init; } = new(DistributedApplicationOperation.Run);

    /// <summary>Writes to the console log of the resource.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
