namespace Aspire.Hosting;

/// <summary>What an AppHost was started for.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>To run the application.</summary>
    Run,

    /// <summary>To write down what it is made of.</summary>
    Publish,
}

/// <summary>What this AppHost was started for.</summary>
/// <param name="operation">Run or publish.</param>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    private IServiceProvider? _services;

    /// <summary>Creates the context of a publisher.</summary>
    /// <param name="operation">Run or publish.</param>
    /// <param name="publisherName">Name of the publisher.</param>
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation, string publisherName)
        : this(operation) => PublisherName = publisherName;

    /// <summary>Run or publish.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>Name of the publisher.</summary>
    public string PublisherName { get; set; } = "manifest";

    /// <summary>Whether the application is to run.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    /// <summary>Whether it is to be written down.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>The services of the AppHost.</summary>
    /// <exception cref="InvalidOperationException">The application is not built yet.</exception>
    public IServiceProvider ServiceProvider => _services
        ?? throw new InvalidOperationException("The services are there only after the application was built.");

    internal void SetServices(IServiceProvider services) => _services = services;
}
