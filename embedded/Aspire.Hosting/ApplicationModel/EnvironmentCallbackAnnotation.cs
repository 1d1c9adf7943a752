using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds to the environment of a process, each time it is started.</summary>
public class EnvironmentCallbackAnnotation : IResourceAnnotation
{
    /// <summary>Sets one variable.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="callback">Gives the value.</param>
    public EnvironmentCallbackAnnotation(string name, Func<string> callback)
        : this(context => context.EnvironmentVariables[name] = callback())
    {
    }

    /// <summary>Adds to the environment.</summary>
    /// <param name="callback">Gets the environment so far.</param>
    public EnvironmentCallbackAnnotation(Action<EnvironmentCallbackContext> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Callback = context =>
        {
            callback(context);
            return Task.CompletedTask;
        };
    }

    /// <summary>Adds to the environment.</summary>
    /// <param name="callback">Gets the environment so far.</param>
    public EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Callback = callback;
    }

    /// <summary>Gets the environment so far.</summary>
    public Func<EnvironmentCallbackContext, Task> Callback { get; }
}

/// <summary>The environment of a process while it is put together.</summary>
/// <param name="executionContext">Run or publish.</param>
/// <param name="resource">The resource that the environment is for.</param>
/// <param name="environmentVariables">The environment so far: texts or values such as <see cref="EndpointReference"/>.</param>
/// <param name="cancellationToken">Ends the work.</param>
public class EnvironmentCallbackContext(
    DistributedApplicationExecutionContext executionContext, IResource resource,
    Dictionary<string, object>? environmentVariables = null, CancellationToken cancellationToken = default)
{
    /// <summary>The environment so far: texts or values such as <see cref="EndpointReference"/>.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = environmentVariables ?? [];

    /// <summary>Ends the work.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>The resource that the environment is for.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Writes to the console log of the resource.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Run or publish.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;
}
