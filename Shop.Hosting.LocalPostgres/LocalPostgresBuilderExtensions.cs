using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Hosting.LocalPostgres;

namespace Aspire.Hosting;

/// <summary>Runs PostgreSQL resources as processes of this machine.</summary>
public static class LocalPostgresBuilderExtensions
{
    private const string EndpointName = "tcp";

    /// <summary>
    /// Runs the server from an installation on this machine instead of a container, where there is one or no container runtime is
    /// (configuration <c>Postgres:Mode</c>: <c>auto</c>, <c>local</c> or <c>container</c>). When publishing, nothing changes.
    /// </summary>
    /// <param name="builder">The server, with its volume or bind mount if it has one.</param>
    /// <exception cref="DistributedApplicationException">There is nothing to run the server from.</exception>
    public static IResourceBuilder<PostgresServerResource> RunAsLocalServer(this IResourceBuilder<PostgresServerResource> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var application = builder.ApplicationBuilder;
        if (application.ExecutionContext.IsPublishMode) return builder;
        var resource = builder.Resource;
        var chosen = ServerSource.Choose(application.Configuration);
        builder.Announce(chosen?.ToString() ?? "the official container");
        if (chosen is not { } binaries) return builder;

        var local = new LocalServer(resource, binaries);
        application.Services.AddKeyedSingleton(resource.Name, (_, _) => local);

        // Without an image the orchestrator sees no container, asks for no runtime and leaves the resource alone.
        foreach (var image in resource.Annotations.OfType<ContainerImageAnnotation>().ToArray()) resource.Annotations.Remove(image);
        var container = resource.Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == EndpointName);
        local.ReservePort(container.Port);
        resource.Annotations.Remove(container);
        var endpoint = new EndpointAnnotation(ProtocolType.Tcp, name: EndpointName, port: local.Port, targetPort: local.Port, isProxied: false)
        {
            // Not the host's name: it would be tried as ::1 first, and the server listens on one address only.
            TargetHost = "127.0.0.1",
        };
        endpoint.AllocatedEndpoint = new(endpoint, endpoint.TargetHost, local.Port);
        resource.Annotations.Add(endpoint);

        var process = application.AddExecutable($"{resource.Name}-process", Launcher.Program, "/")
            .WithArgs(context =>
            {
                foreach (var argument in local.LauncherArguments()) context.Args.Add(argument);
            })
            .WithParentRelationship(builder)
            .WithHidden()
            .ExcludeFromManifest()
            .OnBeforeResourceStarted((_, _, cancellationToken) => local.PrepareAsync(cancellationToken));

        application.Eventing.Subscribe<BeforeStartEvent>((e, _) =>
        {
            // Whoever made it disposes of it: the services do, once it was asked of them.
            var stopping = e.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            e.Services.GetRequiredKeyedService<LocalServer>(resource.Name).BeginPreparation(stopping);
            return Task.CompletedTask;
        });

        var lifecycle = new ServerLifecycle(
            resource, process.Resource, local, () => application.Resources.OfType<PostgresDatabaseResource>().Where(database => database.Parent == resource));
        return builder
            .WithInitialState(new()
            {
                ResourceType = "PostgreSQL server",
                State = KnownResourceStates.Starting,
                Properties =
                [
                    new("postgres.version", binaries.Version),
                    new("postgres.source", $"{binaries.Source}: {binaries.Directory}"),
                ],
            })
            .OnInitializeResource((_, e, cancellationToken) => lifecycle.InitializeAsync(e, cancellationToken))
            .OnResourceReady((_, e, _) => lifecycle.ReadyAsync(e))
            .WithProcessCommands(process.Resource, local);
    }

    /// <summary>
    /// Gives the database a role of its own name that owns it: nobody else may connect to it, and the role may do nothing outside it. The role
    /// is made after the database and before anything that waits for the database. A no-op when publishing.
    /// </summary>
    /// <param name="builder">The database.</param>
    public static IResourceBuilder<PostgresDatabaseResource> WithOwner(this IResourceBuilder<PostgresDatabaseResource> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode) return builder;
        var password = builder.ApplicationBuilder
            .AddParameter($"{builder.Resource.Name}-password", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true);
        var owner = new DatabaseOwner(builder.Resource, password.Resource);
        return builder.WithAnnotation(owner).OnResourceReady((_, _, cancellationToken) => owner.CreateAsync(cancellationToken));
    }

    /// <summary>Gives a project the connection string of a database for the role that owns it, as <c>ConnectionStrings__</c> and the database's name.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource that uses the database.</param>
    /// <param name="database">The database; one without <see cref="WithOwner"/>, or any when publishing, is referenced as usual.</param>
    public static IResourceBuilder<T> WithOwnerReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<PostgresDatabaseResource> database)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(database);
        return database.Resource.Annotations.OfType<DatabaseOwner>().SingleOrDefault() is { } owner
            ? builder.WithEnvironment($"ConnectionStrings__{database.Resource.Name}", owner.ConnectionString).WithReferenceRelationship(database.Resource)
            : builder.WithReference(database);
    }

    // Whoever starts the application reads it there, before anything of it can fail.
    private static void Announce(this IResourceBuilder<PostgresServerResource> builder, string source)
    {
        builder.ApplicationBuilder.Eventing.Subscribe<BeforeStartEvent>((e, _) =>
        {
            e.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(LocalServer).Namespace!)
                .LogInformation("{Server} is {Source}", builder.Resource.Name, source);
            return Task.CompletedTask;
        });
    }

    // The commands of a container, carried out on the process that plays it.
    private static IResourceBuilder<PostgresServerResource> WithProcessCommands(
        this IResourceBuilder<PostgresServerResource> builder, IResource process, LocalServer local)
    {
        return builder
            .WithCommand(KnownResourceCommands.StartCommand, "Start", StartAsync,
                new() { IconName = "Play", IconVariant = IconVariant.Filled, IsHighlighted = true, UpdateState = context => Shown(context, whenRunning: false) })
            .WithCommand(KnownResourceCommands.StopCommand, "Stop", StopAsync,
                new() { IconName = "Stop", IconVariant = IconVariant.Filled, IsHighlighted = true, UpdateState = context => Shown(context, whenRunning: true) })
            .WithCommand(KnownResourceCommands.RestartCommand, "Restart",
                async context => await StopAsync(context) is { Success: false } failed ? failed : await StartAsync(context),
                new() { IconName = "ArrowCounterclockwise", UpdateState = context => Shown(context, whenRunning: true) });

        async Task<ExecuteCommandResult> StartAsync(ExecuteCommandContext context)
        {
            var began = DateTime.UtcNow;
            var result = await context.Services.GetRequiredService<ResourceCommandService>()
                .ExecuteCommandAsync(process, KnownResourceCommands.StartCommand, context.CancellationToken);
            if (!result.Success) return result;

            // Done is what it is when it can be seen of the server.
            var outcome = await context.Services.GetRequiredService<ResourceNotificationService>().WaitForResourceAsync(
                builder.Resource.Name,
                change => change.Snapshot.State?.Text is { } state && ((state == KnownResourceStates.Running && change.Snapshot.StartTimeStamp >= began)
                    || state == KnownResourceStates.FailedToStart || (KnownResourceStates.TerminalStates.Contains(state) && change.Snapshot.StopTimeStamp >= began)),
                context.CancellationToken);
            return outcome.Snapshot.State?.Text == KnownResourceStates.Running
                ? CommandResults.Success()
                : CommandResults.Failure($"{builder.Resource.Name} did not start: see its console.");
        }

        // Not by the orchestrator: it gives a process 15 s to end, and a server on a busy disk may want longer for its last checkpoint.
        async Task<ExecuteCommandResult> StopAsync(ExecuteCommandContext context)
        {
            await local.StopAsync(context.CancellationToken);
            await context.Services.GetRequiredService<ResourceNotificationService>()
                .WaitForResourceAsync(builder.Resource.Name, KnownResourceStates.TerminalStates, context.CancellationToken);
            return CommandResults.Success();
        }

        static ResourceCommandState Shown(UpdateCommandStateContext context, bool whenRunning)
        {
            var state = context.ResourceSnapshot.State?.Text;
            return (whenRunning ? state == KnownResourceStates.Running : KnownResourceStates.TerminalStates.Contains(state))
                ? ResourceCommandState.Enabled
                : ResourceCommandState.Hidden;
        }
    }
}
