using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with values in it that are known only when the application runs.</summary>
public class ReferenceExpression : IExpressionValue, IValueWithReferences
{
    /// <summary>The empty text.</summary>
    public static readonly ReferenceExpression Empty = new("", [], [], []);

    internal ReferenceExpression(
        string format, IReadOnlyList<IValueProvider> valueProviders, IReadOnlyList<string> manifestExpressions, IReadOnlyList<string?> stringFormats)
    {
        Format = format;
        ValueProviders = valueProviders;
        ManifestExpressions = manifestExpressions;
        StringFormats = stringFormats;
    }

    /// <summary>The text with a numbered placeholder for each value, as for <see cref="string.Format(string, object?[])"/>.</summary>
    public string Format { get; }

    /// <summary>What gives the values.</summary>
    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    /// <summary>The manifest expressions of the values.</summary>
    public IReadOnlyList<string> ManifestExpressions { get; }

    /// <summary>The format of each value: null, or <c>uri</c> for values that are URL-encoded.</summary>
    public IReadOnlyList<string?> StringFormats { get; }

    /// <summary>The text with the manifest expressions in it.</summary>
    public string ValueExpression => string.Format(CultureInfo.InvariantCulture, Format, [.. ManifestExpressions]);

    IEnumerable<object> IValueWithReferences.References => ValueProviders;

    /// <summary>Creates an expression from an interpolated text.</summary>
    /// <param name="handler">The interpolated text.</param>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Build();

    /// <summary>The text with the values in it; waits until all are known.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => GetValueAsync(new(), cancellationToken);

    /// <summary>The text with the values in it as seen by the caller in the context.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken)
    {
        if (Format.Length == 0)
            return null;
        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Encode(await ValueProviders[i].GetValueAsync(context, cancellationToken), StringFormats[i]);
        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    internal static string? Encode(string? value, string? format) => format?.ToUpperInvariant() switch
    {
        null or "" => value,
        "URI" => value is null ? null : Uri.EscapeDataString(value),
        _ => throw new FormatException($"The format '{format}' is not known in a reference expression: the only one is 'uri'."),
    };

    /// <summary>Collects the parts of an interpolated text.</summary>
    /// <param name="literalLength">Characters in the literal parts.</param>
    /// <param name="formattedCount">Number of values.</param>
    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly ReferenceExpressionParts _parts = new(literalLength, formattedCount);

        /// <summary>Appends text.</summary>
        /// <param name="value">The text.</param>
        public readonly void AppendLiteral(string value) => _parts.AppendText(value);

        /// <summary>Appends a text that is known now.</summary>
        /// <param name="value">The text.</param>
        public readonly void AppendFormatted(string? value) => _parts.AppendText(value);

        /// <summary>Appends a text that is known now.</summary>
        /// <param name="value">The text.</param>
        /// <param name="format">Null or <c>uri</c>.</param>
        public readonly void AppendFormatted(string? value, string? format = null) => _parts.AppendText(Encode(value, format));

        /// <summary>Appends a value.</summary>
        /// <param name="valueProvider">What gives the value.</param>
        public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider =>
            _parts.AppendValue(valueProvider, null);

        /// <summary>Appends a value.</summary>
        /// <param name="valueProvider">What gives the value.</param>
        /// <param name="format">Null or <c>uri</c>.</param>
        public void AppendFormatted<T>(T valueProvider, string? format = null) where T : IValueProvider, IManifestExpressionProvider =>
            _parts.AppendValue(valueProvider, format);

        /// <summary>Appends the value of a resource.</summary>
        /// <param name="valueProvider">Builder of the resource.</param>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IValueProvider, IManifestExpressionProvider =>
            _parts.AppendValue(valueProvider.Resource, null);

        /// <summary>Appends the value of a resource.</summary>
        /// <param name="valueProvider">Builder of the resource.</param>
        /// <param name="format">Null or <c>uri</c>.</param>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format = null)
            where T : IResource, IValueProvider, IManifestExpressionProvider => _parts.AppendValue(valueProvider.Resource, format);

        internal readonly ReferenceExpression Build() => _parts.Build();
    }
}

/// <summary>What an expression is made of, while it is being put together.</summary>
internal sealed class ReferenceExpressionParts(int literalLength = 0, int formattedCount = 0)
{
    private readonly StringBuilder _format = new(literalLength + (formattedCount * 4));
    private readonly List<IValueProvider> _values = [];
    private readonly List<string> _expressions = [];
    private readonly List<string?> _formats = [];

    public bool IsEmpty => _format.Length == 0;

    public void AppendText(string? value) =>
        _format.Append(value?.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendValue(object value, string? format)
    {
        // An expression inside another becomes part of it, so that every value keeps its own format.
        if (value is ReferenceExpression inner && string.IsNullOrEmpty(format))
        {
            AppendExpression(inner);
            return;
        }

        var provider = value as IValueProvider ?? throw new ArgumentException($"'{value}' gives no value.", nameof(value));
        var expression = value as IManifestExpressionProvider ?? throw new ArgumentException($"'{value}' has no manifest expression.", nameof(value));
        Append(provider, expression.ValueExpression, format);
    }

    public ReferenceExpression Build() => new(_format.ToString(), [.. _values], [.. _expressions], [.. _formats]);

    private void AppendExpression(ReferenceExpression inner)
    {
        var placeholders = new object[inner.ValueProviders.Count];
        for (var i = 0; i < placeholders.Length; i++)
            placeholders[i] = $"{{{_values.Count + i}}}";
        // Formatting turns the escaped braces of the inner text into single ones, so escape them once more first.
        var escaped = inner.Format.Replace("{{", "{{{{", StringComparison.Ordinal).Replace("}}", "}}}}", StringComparison.Ordinal);
        _format.Append(CultureInfo.InvariantCulture, $"{string.Format(CultureInfo.InvariantCulture, escaped, placeholders)}");
        _values.AddRange(inner.ValueProviders);
        _expressions.AddRange(inner.ManifestExpressions);
        _formats.AddRange(inner.StringFormats);
    }

    private void Append(IValueProvider provider, string expression, string? format)
    {
        _format.Append(CultureInfo.InvariantCulture, $"{{{_values.Count}}}");
        _values.Add(provider);
        _expressions.Add(expression);
        _formats.Add(string.IsNullOrEmpty(format) ? null : format);
    }
}
