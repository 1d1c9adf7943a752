using System.Collections;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Puts the environment and the command line of a process together.</summary>
internal sealed class EnvironmentComposer(
    DistributedApplicationExecutionContext executionContext, ResourceLoggerService logs, RunIdentity run)
{
    // What speaks to the AppHost itself and would mislead a child that is an ASP.NET Core process too.
    private static readonly string[] OwnVariables =
        ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_LAUNCH_PROFILE", RunIdentity.Variable];

    private static readonly string[] OwnPrefixes = ["ASPIRE_", "AppHost__", "Parameters__", "OTEL_", "DOTNET_WATCH", "TESTINGPLATFORM_"];

    public DistributedApplicationExecutionContext ExecutionContext => executionContext;

    /// <summary>The variables that the model gives the process.</summary>
    public async Task<Dictionary<string, string>> EnvironmentAsync(
        IResource resource, ResourceInstance instance, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, null, cancellationToken) { Logger = logs.GetLogger(instance.Id) };
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
            await callback.Callback(context);

        var valueContext = new ValueProviderContext { Caller = resource, ExecutionContext = executionContext };
        var result = new Dictionary<string, string>();
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            if (await ValueResolver.ResolveAsync(value, valueContext, instance, cancellationToken) is { } text)
                result[name] = text;
        }

        return result;
    }

    public async Task<List<string>> ArgumentsAsync(IResource resource, ResourceInstance instance, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], resource, cancellationToken)
        {
            ExecutionContext = executionContext,
            Logger = logs.GetLogger(instance.Id),
        };
        foreach (var callback in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToList())
            await callback.Callback(context);

        var valueContext = new ValueProviderContext { Caller = resource, ExecutionContext = executionContext };
        var result = new List<string>();
        foreach (var value in context.Args)
        {
            if (await ValueResolver.ResolveAsync(value, valueContext, instance, cancellationToken) is { } text)
                result.Add(text);
        }

        return result;
    }

    /// <summary>What the process inherits from the AppHost, with the mark of the run.</summary>
    public Dictionary<string, string> Inherited()
    {
        var result = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            var name = (string)entry.Key;
            if (!OwnVariables.Contains(name, StringComparer.OrdinalIgnoreCase)
                && !OwnPrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase)))
            {
                result[name] = (string?)entry.Value ?? "";
            }
        }

        result[RunIdentity.Variable] = run.Id;
        return result;
    }
}
