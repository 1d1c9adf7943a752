namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value from outside: configuration, a generated secret.</summary>
public class ParameterResource : Resource, IExpressionValue
{
    private readonly Lazy<string> _value;

    /// <summary>Describes a value.</summary>
    /// <param name="name">The name; configuration has it under <c>Parameters:&lt;name&gt;</c>.</param>
    /// <param name="callback">Gives the value; throws <see cref="MissingParameterValueException"/> where there is none.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Secret = secret;
        _value = new(() => callback(Default));
    }

    /// <summary>What gives a value when none is configured.</summary>
    public ParameterDefault? Default { get; set; }

    /// <summary>Whether the value must not be shown.</summary>
    public bool Secret { get; }

    /// <summary>Whether the value is a connection string, configured under <c>ConnectionStrings:&lt;name&gt;</c>.</summary>
    public bool IsConnectionString { get; set; }

    /// <summary>What the value is for.</summary>
    public string? Description { get; set; }

    /// <summary>The manifest expression, as <c>{password.value}</c>.</summary>
    public string ValueExpression => $"{{{Name}.value}}";


    internal string ResolvedValue => _value.Value;

    /// <summary>The value.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MissingParameterValueException">There is none.</exception>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new(_value.Value);
}
