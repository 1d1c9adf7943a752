using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the application to a manifest in place of running it: <c>--publisher manifest --output-path FILE</c>.</summary>
internal sealed class ManifestPublisher(
    DistributedApplicationModel model, DistributedApplicationExecutionContext executionContext, IConfiguration configuration,
    ILogger<ManifestPublisher> logger)
{
    private const string DefaultFileName = "aspire-manifest.json";

    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        var path = OutputPath();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (var stream = File.Create(path))
        await using (var writer = new Utf8JsonWriter(stream, new() { Indented = true }))
        {
            var context = new ManifestPublishingContext(executionContext, path, writer, cancellationToken);
            writer.WriteStartObject();
            writer.WriteStartObject("resources");
            await WriteResourcesAsync(context);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        logger.LogInformation("Published manifest to: {ManifestPath}", path);
    }

    private string OutputPath()
    {
        var publisher = configuration["Publishing:Publisher"] ?? configuration["publisher"];
        if (publisher != "manifest")
            throw new DistributedApplicationException($"There is no publisher '{publisher}': the only one is 'manifest'.");
        var path = configuration["Publishing:OutputPath"] ?? configuration["output-path"]
            ?? throw new DistributedApplicationException("'--publisher manifest' needs '--output-path <file>'.");
        path = Path.GetFullPath(path);
        return path.EndsWith(".json", StringComparison.Ordinal) ? path : Path.Combine(path, DefaultFileName);
    }

    // Parameters are known to be used in other forms only once everything else was written, and their forms stand beside them.
    private async Task WriteResourcesAsync(ManifestPublishingContext context)
    {
        foreach (var resource in model.Resources)
            await WriteAsync(context, resource);
        foreach (var parameter in model.Resources.OfType<ParameterResource>())
            context.Formatted.Write(context.Writer, parameter);
    }

    private static async Task WriteAsync(ManifestPublishingContext context, IResource resource)
    {
        var custom = resource.Annotations.OfType<ManifestPublishingCallbackAnnotation>().LastOrDefault();
        if (custom is { Callback: null })
            return;
        var writer = context.Writer;
        writer.WriteStartObject(resource.Name);
        if (custom?.Callback is { } callback)
            await callback(context);
        else if (resource is ContainerResource container)
            await context.WriteContainerAsync(container);
        else if (resource is ProjectResource project)
            await WriteProjectAsync(context, project);
        else if (resource is ExecutableResource executable)
            await WriteExecutableAsync(context, executable);
        else if (resource is ParameterResource parameter)
            WriteParameter(context, parameter);
        else if (resource is IResourceWithConnectionString)
            WriteValue(context, resource);
        else
            writer.WriteString("error", "This resource does not support generation in the manifest.");
        writer.WriteEndObject();
    }

    private static async Task WriteProjectAsync(ManifestPublishingContext context, ProjectResource project)
    {
        context.Writer.WriteString("type", "project.v0");
        context.Writer.WriteString("path", context.GetManifestRelativePath(project.Annotations.OfType<IProjectMetadata>().Last().ProjectPath));
        await context.WriteCommandLineArgumentsAsync(project);
        await context.WriteEnvironmentVariablesAsync(project);
        context.WriteBindings(project);
    }

    private static async Task WriteExecutableAsync(ManifestPublishingContext context, ExecutableResource executable)
    {
        context.Writer.WriteString("type", "executable.v0");
        context.WriteConnectionString(executable);
        context.Writer.WriteString("workingDirectory", context.GetManifestRelativePath(executable.WorkingDirectory));
        context.Writer.WriteString("command", executable.Command);
        await context.WriteCommandLineArgumentsAsync(executable);
        await context.WriteEnvironmentVariablesAsync(executable);
        context.WriteBindings(executable);
    }

    private static void WriteValue(ManifestPublishingContext context, IResource resource)
    {
        context.Writer.WriteString("type", "value.v0");
        context.WriteConnectionString(resource);
    }

    private static void WriteParameter(ManifestPublishingContext context, ParameterResource parameter)
    {
        var writer = context.Writer;
        writer.WriteString("type", "parameter.v0");
        if (parameter.IsConnectionString)
            writer.WriteString("connectionString", parameter.ValueExpression);
        writer.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        writer.WriteStartObject("inputs");
        writer.WriteStartObject("value");
        writer.WriteString("type", "string");
        if (parameter.Secret)
            writer.WriteBoolean("secret", true);
        if (parameter.Default is not null)
        {
            writer.WriteStartObject("default");
            parameter.Default.WriteToManifest(context);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
