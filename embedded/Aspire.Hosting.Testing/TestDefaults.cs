using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>What differs under test: no dashboard, any free ports, environment Development, console output of resources in the log.</summary>
internal static class TestDefaults
{
    public static void Apply(
        DistributedApplicationOptions options, HostApplicationBuilderSettings settings, string[] args, Assembly? entryPoint,
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    {
        options.Args = [.. options.Args ?? [], .. args.Except(options.Args ?? [])];
        options.DisableDashboard = true;
        options.EnableResourceLogging = true;
        options.AllowUnsecuredTransport = true;
        options.AssemblyName ??= entryPoint?.GetName().Name;
        settings.EnvironmentName = Environments.Development;
        settings.Configuration ??= new();
        settings.Configuration.AddInMemoryCollection([new("DcpPublisher:RandomizePorts", "true")]);
        configure(options, settings);
    }
}
