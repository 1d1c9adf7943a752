namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource whose process takes environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource whose process takes command line arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that listens somewhere.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource that can wait for others before it starts.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that is run by a compute environment: a project, an executable, a container.</summary>
public interface IComputeResource : IResource;

/// <summary>A resource that is only a value and never starts or stops.</summary>
public interface IResourceWithoutLifetime : IResource;

/// <summary>A resource that lives inside another, as a database in its server.</summary>
public interface IResourceWithParent : IResource
{
    /// <summary>The resource that this one lives in.</summary>
    IResource Parent { get; }
}

/// <summary>A resource that lives inside another of a known type.</summary>
/// <typeparam name="T">The type of the parent.</typeparam>
public interface IResourceWithParent<out T> : IResourceWithParent where T : IResource
{
    /// <summary>The resource that this one lives in.</summary>
    new T Parent { get; }

    IResource IResourceWithParent.Parent => Parent;
}
