using System.Globalization;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes resources to a manifest: JSON that deployment tools read.</summary>
/// <param name="executionContext">Publish.</param>
/// <param name="manifestPath">The file; paths in the manifest are relative to its directory.</param>
/// <param name="writer">Writes the file.</param>
/// <param name="cancellationToken">Ends the work.</param>
public sealed class ManifestPublishingContext(
    DistributedApplicationExecutionContext executionContext, string manifestPath, Utf8JsonWriter writer, CancellationToken cancellationToken = default)
{
    // Tools that deploy several endpoints of one scheme need ports; they are counted up from here.
    private const int FirstAllocatedPort = 8000;
    private readonly HashSet<int> _usedPorts = [];
    private int _nextPort = FirstAllocatedPort;

    /// <summary>Publish.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>The file.</summary>
    public string ManifestPath { get; } = manifestPath;

    /// <summary>Writes the file.</summary>
    public Utf8JsonWriter Writer { get; } = writer;

    /// <summary>Ends the work.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    internal FormattedParameters Formatted { get; } = new();

    /// <summary>A path relative to the directory of the manifest, with forward slashes.</summary>
    /// <param name="path">The path.</param>
    public string? GetManifestRelativePath(string? path)
    {
        if (path is null)
            return null;
        var directory = Path.GetDirectoryName(Path.GetFullPath(ManifestPath)) ?? throw new DistributedApplicationException($"'{ManifestPath}' is no path of a file.");
        return Path.GetRelativePath(directory, path).Replace('\\', '/');
    }

    /// <summary>Writes the connection string of a resource that has one.</summary>
    /// <param name="resource">The resource.</param>
    public void WriteConnectionString(IResource resource)
    {
        if (resource is IResourceWithConnectionString { ConnectionStringExpression: { } expression })
            Writer.WriteString("connectionString", Formatted.Render(expression));
    }

    /// <summary>Writes the endpoints of a resource.</summary>
    /// <param name="resource">The resource.</param>
    public void WriteBindings(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        if (endpoints.Count == 0)
            return;
        var defaultSchemes = new HashSet<string>();
        Writer.WriteStartObject("bindings");
        foreach (var endpoint in endpoints)
            WriteBinding(resource, endpoint, defaultSchemes);
        Writer.WriteEndObject();
    }

    /// <summary>Writes the environment of a resource.</summary>
    /// <param name="resource">The resource.</param>
    public async Task WriteEnvironmentVariablesAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var context = new EnvironmentCallbackContext(ExecutionContext, resource, null, CancellationToken);
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
            await callback.Callback(context);
        if (context.EnvironmentVariables.Count == 0)
            return;
        Writer.WriteStartObject("env");
        foreach (var (name, value) in context.EnvironmentVariables)
            Writer.WriteString(name, Text(value));
        Writer.WriteEndObject();
    }

    /// <summary>Writes the command line of a resource.</summary>
    /// <param name="resource">The resource.</param>
    public async Task WriteCommandLineArgumentsAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var context = new CommandLineArgsCallbackContext([], resource, CancellationToken) { ExecutionContext = ExecutionContext };
        foreach (var callback in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToList())
            await callback.Callback(context);
        if (context.Args.Count == 0)
            return;
        Writer.WriteStartArray("args");
        foreach (var argument in context.Args)
            Writer.WriteStringValue(Text(argument));
        Writer.WriteEndArray();
    }

    /// <summary>Writes a container.</summary>
    /// <param name="container">The container.</param>
    /// <exception cref="DistributedApplicationException">It has no image.</exception>
    public async Task WriteContainerAsync(ContainerResource container)
    {
        ArgumentNullException.ThrowIfNull(container);
        var image = container.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()
            ?? throw new DistributedApplicationException($"Resource '{container.Name}' has no container image.");
        Writer.WriteString("type", "container.v0");
        WriteConnectionString(container);
        var name = image.Registry is null ? image.Image : $"{image.Registry}/{image.Image}";
        Writer.WriteString("image", image.Tag is null ? name : $"{name}:{image.Tag}");
        if (container.Entrypoint is not null)
            Writer.WriteString("entrypoint", container.Entrypoint);
        await WriteCommandLineArgumentsAsync(container);
        WriteMounts(container);
        await WriteEnvironmentVariablesAsync(container);
        WriteBindings(container);
    }

    private void WriteMounts(ContainerResource container)
    {
        var mounts = container.Annotations.OfType<ContainerMountAnnotation>().ToList();
        WriteMounts("bindMounts", mounts.Where(m => m.Type == ContainerMountType.BindMount), "source", m => GetManifestRelativePath(m.Source));
        WriteMounts("volumes", mounts.Where(m => m.Type == ContainerMountType.Volume), "name", m => m.Source);
    }

    private void WriteMounts(
        string property, IEnumerable<ContainerMountAnnotation> mounts, string sourceProperty, Func<ContainerMountAnnotation, string?> source)
    {
        var list = mounts.ToList();
        if (list.Count == 0)
            return;
        Writer.WriteStartArray(property);
        foreach (var mount in list)
        {
            Writer.WriteStartObject();
            if (source(mount) is { } text)
                Writer.WriteString(sourceProperty, text);
            Writer.WriteString("target", mount.Target);
            Writer.WriteBoolean("readOnly", mount.IsReadOnly);
            Writer.WriteEndObject();
        }

        Writer.WriteEndArray();
    }

    private void WriteBinding(IResource resource, EndpointAnnotation endpoint, HashSet<string> defaultSchemes)
    {
        var target = TargetPort(resource, endpoint, defaultSchemes);
        Writer.WriteStartObject(endpoint.Name);
        Writer.WriteString("scheme", endpoint.UriScheme);
        Writer.WriteString("protocol", endpoint.Protocol.ToString().ToLowerInvariant());
        Writer.WriteString("transport", endpoint.Transport);
        if (endpoint.Port is { } port && port != target)
            Writer.WriteNumber("port", port);
        if (target is { } number)
            Writer.WriteNumber("targetPort", number);
        if (endpoint.IsExternal)
            Writer.WriteBoolean("external", true);
        Writer.WriteEndObject();
    }

    // The first endpoint of a scheme of a project gets its port from the tool that deploys; further ones need one of their own.
    private int? TargetPort(IResource resource, EndpointAnnotation endpoint, HashSet<string> defaultSchemes)
    {
        var isFirst = resource is ProjectResource && endpoint.IsHttp && defaultSchemes.Add(endpoint.UriScheme);
        var target = endpoint.TargetPort ?? (resource is ContainerResource ? endpoint.Port : null);
        if (target is null && !isFirst)
        {
            while (!_usedPorts.Add(_nextPort))
                _nextPort++;
            target = _nextPort;
        }

        if (endpoint.Port is { } port)
            _usedPorts.Add(port);
        if (target is { } used)
            _usedPorts.Add(used);
        return target;
    }

    private string Text(object value) => value switch
    {
        ReferenceExpression expression => Formatted.Render(expression),
        IManifestExpressionProvider provider => provider.ValueExpression,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
