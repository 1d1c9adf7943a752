using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Describes a distributed application.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Configuration of the AppHost.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The directory of the AppHost project.</summary>
    string AppHostDirectory { get; }

    /// <summary>The assembly of the AppHost project.</summary>
    Assembly? AppHostAssembly { get; }

    /// <summary>Environment of the AppHost.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>Services of the AppHost.</summary>
    IServiceCollection Services { get; }

    /// <summary>Tells handlers what happens to the application.</summary>
    IDistributedApplicationEventing Eventing { get; }

    /// <summary>Run or publish.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>The resources so far.</summary>
    IResourceCollection Resources { get; }

    /// <summary>Adds a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <exception cref="DistributedApplicationException">There is one of that name.</exception>
    IResourceBuilder<T> AddResource<T>(T resource) where T : IResource;

    /// <summary>A builder for a resource that need not be part of the application.</summary>
    /// <param name="resource">The resource.</param>
    IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource;

    /// <summary>The application.</summary>
    DistributedApplication Build();
}
