using System.Diagnostics.CodeAnalysis;
using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers EF Core contexts for PostgreSQL with pooling, retries, a health check and telemetry.</summary>
public static class AspireEFPostgreSqlExtensions
{
    private const string ConfigurationSection = "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL";

    private const DynamicallyAccessedMemberTypes RequiredByEF =
        DynamicallyAccessedMemberTypes.PublicConstructors
        | DynamicallyAccessedMemberTypes.NonPublicConstructors
        | DynamicallyAccessedMemberTypes.PublicProperties;

    /// <summary>Registers <typeparamref name="TContext"/>, pooled, on the database behind a connection name.</summary>
    /// <typeparam name="TContext">The context to register.</typeparam>
    /// <param name="builder">Configuration to read and services to add to.</param>
    /// <param name="connectionName">The key under <c>ConnectionStrings</c>.</param>
    /// <param name="configureSettings">Called after the settings were read from configuration.</param>
    /// <param name="configureDbContextOptions">Called after the provider was set up, for options of the context.</param>
    /// <exception cref="InvalidOperationException">The context is asked for and no connection string was given.</exception>
    public static void AddNpgsqlDbContext<[DynamicallyAccessedMembers(RequiredByEF)] TContext>(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<NpgsqlEntityFrameworkCorePostgreSQLSettings>? configureSettings = null,
        Action<DbContextOptionsBuilder>? configureDbContextOptions = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var settings = ReadSettings<TContext>(builder);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddDbContextPool<TContext>(options =>
        {
            // Checked when the first context is asked for, so that a host without this database still starts and logs.
            if (string.IsNullOrEmpty(settings.ConnectionString))
            {
                throw new InvalidOperationException(
                    $"No connection string for {typeof(TContext).Name}: set 'ConnectionStrings:{connectionName}' or " +
                    $"'{ConfigurationSection}:ConnectionString'.");
            }

            options.UseNpgsql(settings.ConnectionString, npgsql => Apply(settings, npgsql));
            configureDbContextOptions?.Invoke(options);
        });

        AddInstrumentation<TContext>(builder, settings);
    }

    /// <summary>Adds retries, the health check and telemetry to a context that was registered by other means.</summary>
    /// <typeparam name="TContext">The registered context.</typeparam>
    /// <param name="builder">Configuration to read and services to add to.</param>
    /// <param name="configureSettings">Called after the settings were read from configuration.</param>
    /// <exception cref="InvalidOperationException"><typeparamref name="TContext"/> is not registered.</exception>
    public static void EnrichNpgsqlDbContext<[DynamicallyAccessedMembers(RequiredByEF)] TContext>(
        this IHostApplicationBuilder builder,
        Action<NpgsqlEntityFrameworkCorePostgreSQLSettings>? configureSettings = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!builder.Services.Any(service => service.ServiceType == typeof(TContext)))
            throw new InvalidOperationException($"{typeof(TContext).Name} is not registered: call AddDbContext before EnrichNpgsqlDbContext.");

        var settings = ReadSettings<TContext>(builder);
        configureSettings?.Invoke(settings);

        builder.Services.ConfigureDbContext<TContext>(options => options.UseNpgsql(npgsql => Apply(settings, npgsql)));
        AddInstrumentation<TContext>(builder, settings);
    }

    private static NpgsqlEntityFrameworkCorePostgreSQLSettings ReadSettings<TContext>(IHostApplicationBuilder builder)
    {
        var settings = new NpgsqlEntityFrameworkCorePostgreSQLSettings();
        var section = builder.Configuration.GetSection(ConfigurationSection);
        section.Bind(settings);
        section.GetSection(typeof(TContext).Name).Bind(settings);
        return settings;
    }

    private static void Apply(NpgsqlEntityFrameworkCorePostgreSQLSettings settings, NpgsqlDbContextOptionsBuilder npgsql)
    {
        if (!settings.DisableRetry) npgsql.EnableRetryOnFailure();
        if (settings.CommandTimeout is { } seconds) npgsql.CommandTimeout(seconds);
    }

    private static void AddInstrumentation<[DynamicallyAccessedMembers(RequiredByEF)] TContext>(
        IHostApplicationBuilder builder, NpgsqlEntityFrameworkCorePostgreSQLSettings settings)
        where TContext : DbContext
    {
        // One check a context, however often it is enriched: the health check service refuses a second of the same name.
        if (!settings.DisableHealthChecks && builder.Properties.TryAdd((typeof(AspireEFPostgreSqlExtensions), typeof(TContext)), true))
            builder.Services.AddHealthChecks().AddDbContextCheck<TContext>();

        if (!settings.DisableTracing)
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddNpgsql());

        if (!settings.DisableMetrics)
            builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Npgsql"));
    }
}
