using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Adds .NET projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a referenced project.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, _ => { });

    /// <summary>Adds a referenced project with a launch profile.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="launchProfileName">The launch profile; null to take nothing from launch profiles.</param>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, WithProfile(launchProfileName));

    /// <summary>Adds a referenced project with options.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="configure">Sets the options.</param>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, Action<ProjectResourceOptions> configure)
        where TProject : IProjectMetadata, new() => Add(builder, name, new TProject(), configure);

    /// <summary>Adds a project by its path.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="projectPath">Path of the project file, relative to the AppHost's directory.</param>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath) =>
        builder.AddProject(name, projectPath, _ => { });

    /// <summary>Adds a project by its path with a launch profile.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="projectPath">Path of the project file, relative to the AppHost's directory.</param>
    /// <param name="launchProfileName">The launch profile; null to take nothing from launch profiles.</param>
    public static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, string projectPath, string? launchProfileName) =>
        builder.AddProject(name, projectPath, WithProfile(launchProfileName));

    /// <summary>Adds a project by its path with options.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="projectPath">Path of the project file, relative to the AppHost's directory.</param>
    /// <param name="configure">Sets the options.</param>
    public static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, string projectPath, Action<ProjectResourceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(projectPath);
        return Add(builder, name, new ProjectAtPath(Path.GetFullPath(projectPath, builder.AppHostDirectory)), configure);
    }

    /// <summary>Runs several processes of the project.</summary>
    /// <param name="builder">The project.</param>
    /// <param name="replicas">The number of processes.</param>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
    }

    private static Action<ProjectResourceOptions> WithProfile(string? name) => options =>
    {
        options.LaunchProfileName = name;
        options.ExcludeLaunchProfile = name is null;
    };

    private static IResourceBuilder<ProjectResource> Add(
        IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata, Action<ProjectResourceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ProjectResourceOptions();
        configure(options);
        var project = builder.AddResource(new ProjectResource(name))
            .WithAnnotation(metadata)
            .WithAnnotation(new ProjectLauncher(metadata))
            .WithInitialState(new() { ResourceType = "Project", Properties = [new(SnapshotProperties.ProjectPath, metadata.ProjectPath)] });
        if (options.ExcludeLaunchProfile)
            project.WithAnnotation(new ExcludeLaunchProfileAnnotation());
        var profile = ProjectLaunchProfile.Choose(name, metadata, options, builder.Configuration);
        if (profile is not null)
            project.WithAnnotation(new LaunchProfileAnnotation(profile.Name));
        AddEnvironment(project, profile);
        AddEndpoints(project, profile);
        return project;
    }

    private static void AddEnvironment(IResourceBuilder<ProjectResource> project, ProjectLaunchProfile? profile)
    {
        project.WithEnvironment(context =>
        {
            var variables = context.EnvironmentVariables;
            variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
            if (context.ExecutionContext.IsPublishMode)
            {
                AddPublishedPorts(context);
                return;
            }

            variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
            variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
            if (project.ApplicationBuilder.Environment.IsDevelopment())
            {
                // A developer wants to see what was asked for.
                variables["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
                variables["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true";
            }

            foreach (var (name, value) in profile?.Profile.EnvironmentVariables ?? [])
                variables.TryAdd(name, value);
            if (profile is not null)
                variables["DOTNET_LAUNCH_PROFILE"] = profile.Name;
            if (context.Resource.Annotations.OfType<EndpointAnnotation>().Any(e => e.IsHttp))
                variables["ASPNETCORE_URLS"] = new InstanceValue(i => ListenUrls(context.Resource, i), "");
        });
        project.WithOtlpExporter();
    }

    private static void AddEndpoints(IResourceBuilder<ProjectResource> project, ProjectLaunchProfile? profile)
    {
        if (project.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            foreach (var endpoint in profile?.Endpoints() ?? [])
                project.WithAnnotation(endpoint);
        }
        else if (profile?.Profile.ApplicationUrl is not null)
        {
            // The ports of a developer's machine mean nothing where the application is deployed to: only the schemes count.
            project.WithHttpEndpoint().WithHttpsEndpoint().WithEndpoint("https", e => e.FromLaunchProfile = true);
        }
    }

    private static void AddPublishedPorts(EnvironmentCallbackContext context)
    {
        var endpoints = context.Resource.Annotations.OfType<EndpointAnnotation>().ToList();
        if (endpoints.Count == 0)
            return;
        context.EnvironmentVariables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        AddPorts("HTTP_PORTS", "http");
        // Not the one that stands for the profile's: what ends TLS where the application is deployed to is not the project.
        AddPorts("HTTPS_PORTS", "https");

        void AddPorts(string variable, string scheme)
        {
            var ports = endpoints.Where(e => e.UriScheme == scheme && !(scheme == "https" && e.FromLaunchProfile))
                .Select(e => $"{{{context.Resource.Name}.bindings.{e.Name}.targetPort}}").ToList();
            if (ports.Count > 0)
                context.EnvironmentVariables.TryAdd(variable, string.Join(";", ports));
        }
    }

    private static string ListenUrls(IResource resource, ResourceInstance instance) => string.Join(
        ";", resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.IsHttp)
            .Select(e => $"{e.UriScheme}://{e.TargetHost}:{e.InstancePorts[instance.Index]}"));

    private sealed record ProjectAtPath(string ProjectPath) : IProjectMetadata;
}
