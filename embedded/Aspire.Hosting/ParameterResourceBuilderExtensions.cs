using Aspire.Hosting.ApplicationModel;

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
        return builder.AddResource(Create(builder, name, secret, $"Parameters:{name}"));
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
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(valueGetter);
        if (publishValueAsDefault && secret)
            throw new ArgumentException("A secret must not be published.", nameof(publishValueAsDefault));
        return builder.AddResource(new ParameterResource(name, _ => valueGetter(), secret) { PublishesValue = publishValueAsDefault });
    }

    /// <summary>A secret of letters and digits that is generated where configuration has none; not part of the application yet.</summary>
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
        var parameter = Create(builder, name, secret: true, $"Parameters:{name}");
        parameter.Default = new GenerateParameterDefault
        {
            Lower = lower,
            Upper = upper,
            Numeric = numeric,
            Special = special,
            MinLower = minLower,
            MinUpper = minUpper,
            MinNumeric = minNumeric,
            MinSpecial = minSpecial,
        };
        return parameter;
    }

    private static ParameterResource Create(IDistributedApplicationBuilder builder, string name, bool secret, string configurationKey) => new(
        name,
        byDefault => builder.Configuration[configurationKey] ?? byDefault?.GetDefaultValue() ?? throw Missing(name, configurationKey),
        secret);

    private static MissingParameterValueException Missing(string name, string configurationKey) => new(
        $"Parameter '{name}' has no value. Set '{configurationKey}' in configuration, for example with the environment variable "
        + $"{configurationKey.Replace(":", "__", StringComparison.Ordinal)} or with 'dotnet user-secrets set {configurationKey} <value>'.");
}
