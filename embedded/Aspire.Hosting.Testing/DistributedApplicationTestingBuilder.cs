using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Starts the entry point of an AppHost inside a test, up to the moment at which it would run the application.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Starts the entry point of the AppHost that a type belongs to, as <c>Projects.Shop_AppHost</c>.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], (_, _) => { }, cancellationToken);

    /// <summary>Starts the entry point of the AppHost that a type belongs to.</summary>
    /// <param name="args">Command line of the AppHost; <c>--Key=value</c> sets configuration.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>(args, (_, _) => { }, cancellationToken);

    /// <summary>Starts the entry point of the AppHost that a type belongs to.</summary>
    /// <param name="args">Command line of the AppHost; <c>--Key=value</c> sets configuration.</param>
    /// <param name="configureBuilder">Changes the options of the AppHost's builder.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default) => CreateAsync(typeof(TEntryPoint), args, configureBuilder, cancellationToken);

    /// <summary>Starts the entry point of the AppHost that a type belongs to.</summary>
    /// <param name="entryPoint">The type.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, [], (_, _) => { }, cancellationToken);

    /// <summary>Starts the entry point of the AppHost that a type belongs to.</summary>
    /// <param name="entryPoint">The type.</param>
    /// <param name="args">Command line of the AppHost; <c>--Key=value</c> sets configuration.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint, string[] args, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, args, (_, _) => { }, cancellationToken);

    /// <summary>Starts the entry point of the AppHost that a type belongs to.</summary>
    /// <param name="entryPoint">The type.</param>
    /// <param name="args">Command line of the AppHost; <c>--Key=value</c> sets configuration.</param>
    /// <param name="configureBuilder">Changes the options of the AppHost's builder.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidOperationException">The entry point ended or failed before it built an application.</exception>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entryPoint);
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(configureBuilder);
        var run = new EntryPointRun(entryPoint.Assembly, args, configureBuilder);
        return new EntryPointTestingBuilder(await run.StartAsync(cancellationToken), run);
    }

    /// <summary>An application that the test describes itself, with the defaults of a test.</summary>
    /// <param name="args">Command line; <c>--Key=value</c> sets configuration.</param>
    public static IDistributedApplicationTestingBuilder Create(params string[] args) => Create(args, (_, _) => { });

    /// <summary>An application that the test describes itself, with the defaults of a test.</summary>
    /// <param name="args">Command line; <c>--Key=value</c> sets configuration.</param>
    /// <param name="configureBuilder">Changes the options of the builder.</param>
    public static IDistributedApplicationTestingBuilder Create(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(configureBuilder);
        var interceptor = new DefaultsInterceptor(args, configureBuilder);
        BuilderInterceptor.Current = interceptor;
        try
        {
            return new StandaloneTestingBuilder(new DistributedApplicationBuilder(new DistributedApplicationOptions { Args = args }));
        }
        finally
        {
            BuilderInterceptor.Current = null;
        }
    }
}
