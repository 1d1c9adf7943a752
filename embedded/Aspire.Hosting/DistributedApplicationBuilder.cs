using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Describes a distributed application.</summary>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly ResourceCollection _resources = new();

    /// <summary>Starts with the command line of the AppHost.</summary>
    /// <param name="args">The command line.</param>
    public DistributedApplicationBuilder(string[] args)
        : this(new DistributedApplicationOptions { Args = args })
    {
    }

    /// <summary>Starts with options.</summary>
    /// <param name="options">The options.</param>
    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var interceptor = BuilderInterceptor.Current;
        var settings = new HostApplicationBuilderSettings { Args = options.Args };
        interceptor?.OnCreating(options, settings);
        settings.Args = options.Args ?? settings.Args;

        Options = options;
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly();
        Project = AppHostProject.Of(AppHostAssembly);
        AppHostDirectory = options.ProjectDirectory ?? Project.Directory ?? Directory.GetCurrentDirectory();
        settings.ApplicationName ??= AppHostAssembly?.GetName().Name;
        settings.ContentRootPath ??= Directory.Exists(AppHostDirectory) ? AppHostDirectory : AppContext.BaseDirectory;

        _host = new HostApplicationBuilder(settings);
        ExecutionContext = new(
            (_host.Configuration["Publishing:Publisher"] ?? _host.Configuration["publisher"]) is { Length: > 0 }
                ? DistributedApplicationOperation.Publish
                : DistributedApplicationOperation.Run);
        AddServices();
        interceptor?.OnCreated(this);
    }

    /// <inheritdoc/>
    public ConfigurationManager Configuration => _host.Configuration;

    /// <inheritdoc/>
    public string AppHostDirectory { get; }

    /// <inheritdoc/>
    public Assembly? AppHostAssembly { get; }

    /// <inheritdoc/>
    public IHostEnvironment Environment => _host.Environment;

    /// <inheritdoc/>
    public IServiceCollection Services => _host.Services;

    /// <inheritdoc/>
    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    /// <inheritdoc/>
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <inheritdoc/>
    public IResourceCollection Resources => _resources;

    internal DistributedApplicationOptions Options { get; }

    internal AppHostProject Project { get; }

    /// <inheritdoc/>
    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (_resources.TryGetByName(resource.Name, out var other))
        {
            throw new DistributedApplicationException(
                $"Cannot add resource '{resource.Name}' ({resource.GetType().Name}): there is a {other.GetType().Name} named '{other.Name}' already. Names are unique without regard to case.");
        }

        _resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    /// <inheritdoc/>
    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource =>
        new DistributedApplicationResourceBuilder<T>(this, resource);

    /// <inheritdoc/>
    public DistributedApplication Build()
    {
        var interceptor = BuilderInterceptor.Current;
        interceptor?.OnBuilding(this);
        var host = _host.Build();
        ExecutionContext.SetServices(host.Services);
        var app = new DistributedApplication(host, interceptor);
        interceptor?.OnBuilt(app);
        return app;
    }

    private void AddServices()
    {
        Services.AddSingleton(Options);
        Services.AddSingleton(Project);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(Eventing);
        Services.AddSingleton<IResourceCollection>(_resources);
        Services.AddSingleton(new DistributedApplicationModel(_resources));
        Services.AddSingleton(new RunIdentity());
        Services.AddSingleton<ToolRunner>();
        Services.TryAddSingleton(TimeProvider.System);
        Services.AddSingleton<ResourceLoggerService>();
        Services.AddSingleton<ResourceNotificationService>();
        Services.AddSingleton(services => new ResourceCommandService(
            services.GetRequiredService<ResourceNotificationService>(), services.GetRequiredService<ResourceLoggerService>(),
            services.GetRequiredService<DistributedApplicationModel>(), services));
        Services.AddSingleton<ManifestPublisher>();
        Services.AddSingleton<PortRegistry>();
        Services.AddSingleton<ReplicaProxy>();
        Services.AddSingleton<EndpointAllocator>();
        Services.AddSingleton<PortKeeper>();
        Services.TryAddSingleton(new EnginePatience());
        Services.AddSingleton<ProcessGuard>();
        Services.AddSingleton<EnvironmentComposer>();
        Services.AddSingleton<SupervisorFactory>();
        Services.AddSingleton<ApplicationOrchestrator>();
        if (!Options.DisableDashboard && ExecutionContext.IsRunMode)
            Services.AddDashboard();
        Services.AddHostedService(services => services.GetRequiredService<ApplicationOrchestrator>());
        Services.AddHostedService<ShutdownSignals>();
        Services.AddHealthChecks();
        Services.Configure<ResourceNotificationServiceOptions>(o => o.DefaultWaitBehavior =
            Options.DisableDashboard ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable);
        if (Options.EnableResourceLogging)
            Services.AddHostedService<ResourceLogForwarder>();

        // A resource that is not healthy yet is no news worth an error in the log: its state says so.
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _host.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);
        Services.Configure<HostOptions>(o => o.ShutdownTimeout = EnginePatience.StopEverything);
    }
}
