using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting;

/// <summary>Adds values from outside.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a value that configuration has under <c>Parameters:&lt;name&gt;</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(Create(builder, name, secret, KeyOf(name)));
    }

    /// <summary>Adds a value that is given here.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="publishValueAsDefault">Whether a manifest carries it.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, () => value, publishValueAsDefault, secret);

    /// <summary>Adds a value that is computed when it is needed.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="valueGetter">Computes it.</param>
    /// <param name="publishValueAsDefault">Whether a manifest carries it.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    /// <exception cref="ArgumentException">A secret was to be published.</exception>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(valueGetter);
        if (publishValueAsDefault && secret)
            throw new ArgumentException("A secret must not be published.", nameof(publishValueAsDefault));
        return builder.AddResource(new ParameterResource(name, _ => valueGetter(), secret)
        {
            Default = publishValueAsDefault ? new ConstantParameterDefault(valueGetter) : null,
        });
    }

    /// <summary>Adds a value with a default for when configuration has none.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">Gives the default.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    /// <param name="persist">Whether the default is kept in the AppHost's user secrets, so that the next run has the same.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(value);
        return builder.AddResource(Create(builder, name, secret, KeyOf(name), persist, value));
    }

    /// <summary>Adds a value that configuration has under a key of one's own.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="configurationKey">The key.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    public static IResourceBuilder<ParameterResource> AddParameterFromConfiguration(
        this IDistributedApplicationBuilder builder, string name, string configurationKey, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(configurationKey);
        return builder.AddResource(Create(builder, name, secret, configurationKey));
    }

    /// <summary>Adds a connection string that configuration has under <c>ConnectionStrings:&lt;name&gt;</c>: of a server that runs already.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="environmentVariableName">The variable that consumers get it in; <c>ConnectionStrings__&lt;name&gt;</c> by default.</param>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = $"ConnectionStrings:{name}";
        return builder.AddResource(new ConnectionStringParameterResource(
            name, _ => builder.Configuration[key] is { Length: > 0 } value ? value : throw Missing($"Connection string '{name}'", key), environmentVariableName));
    }

    /// <summary>A secret that is generated where configuration has none; not part of the application yet.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name.</param>
    /// <param name="lower">Whether lower-case letters are used.</param>
    /// <param name="upper">Whether upper-case letters are used.</param>
    /// <param name="numeric">Whether digits are used.</param>
    /// <param name="special">Whether special characters are used.</param>
    /// <param name="minLower">The smallest number of lower-case letters.</param>
    /// <param name="minUpper">The smallest number of upper-case letters.</param>
    /// <param name="minNumeric">The smallest number of digits.</param>
    /// <param name="minSpecial">The smallest number of special characters.</param>
    public static ParameterResource CreateDefaultPasswordParameter(
        IDistributedApplicationBuilder builder, string name, bool lower = true, bool upper = true, bool numeric = true, bool special = true,
        int minLower = 0, int minUpper = 0, int minNumeric = 0, int minSpecial = 0)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Create(builder, name, secret: true, KeyOf(name), persist: false, new GenerateParameterDefault
        {
            Lower = lower,
            Upper = upper,
            Numeric = numeric,
            Special = special,
            MinLower = minLower,
            MinUpper = minUpper,
            MinNumeric = minNumeric,
            MinSpecial = minSpecial,
        });
    }

    private static string KeyOf(string name) => $"Parameters:{name}";

    private static ParameterResource Create(
        IDistributedApplicationBuilder builder, string name, bool secret, string configurationKey, bool persist = false, ParameterDefault? byDefault = null) =>
        new(name, fallback => Value(builder, name, configurationKey, persist, fallback), secret) { Default = byDefault };

    private static string Value(IDistributedApplicationBuilder builder, string name, string key, bool persist, ParameterDefault? byDefault)
    {
        if (builder.Configuration[key] is { } configured)
            return configured;
        var value = byDefault?.GetDefaultValue() ?? throw Missing($"Parameter '{name}'", key);
        if (persist && builder.ExecutionContext.IsRunMode)
            UserSecretsFile.Of(builder.AppHostAssembly)?.Set(key, value);
        return value;
    }

    private static MissingParameterValueException Missing(string what, string key) => new(
        $"{what} has no value. Set '{key}' in configuration, for example with the environment variable "
        + $"{key.Replace(":", "__", StringComparison.Ordinal)} or with 'dotnet user-secrets set {key} <value>'.");
}
