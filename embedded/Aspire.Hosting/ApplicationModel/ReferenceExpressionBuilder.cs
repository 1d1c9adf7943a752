using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Puts an expression together piece by piece.</summary>
public class ReferenceExpressionBuilder
{
    private readonly ReferenceExpressionParts _parts = new();

    /// <summary>Whether nothing was appended yet.</summary>
    public bool IsEmpty => _parts.IsEmpty;

    /// <summary>Appends an interpolated text.</summary>
    /// <param name="handler">The text.</param>
    // The handler has written to this builder by the time the call is made.
    public void Append([InterpolatedStringHandlerArgument("")] in ReferenceExpressionBuilderInterpolatedStringHandler handler) => _ = handler;

    /// <summary>Appends text.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value) => _parts.AppendText(value);

    /// <summary>Appends a text that is known now.</summary>
    /// <param name="value">The text.</param>
    public void AppendFormatted(string? value) => _parts.AppendText(value);

    /// <summary>Appends a value.</summary>
    /// <param name="valueProvider">What gives the value.</param>
    public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => _parts.AppendValue(valueProvider, null);

    /// <summary>Appends a value.</summary>
    /// <param name="valueProvider">What gives the value.</param>
    /// <param name="format">Null or <c>uri</c>.</param>
    public void AppendFormatted<T>(T valueProvider, string? format) where T : IValueProvider, IManifestExpressionProvider =>
        _parts.AppendValue(valueProvider, format);

    /// <summary>The expression.</summary>
    public ReferenceExpression Build() => _parts.Build();

    /// <summary>Appends the parts of an interpolated text to a builder.</summary>
    /// <param name="literalLength">Characters in the literal parts.</param>
    /// <param name="formattedCount">Number of values.</param>
    /// <param name="builder">The builder.</param>
    [InterpolatedStringHandler]
#pragma warning disable CS9113 // the compiler passes the sizes, the builder grows without them
    public ref struct ReferenceExpressionBuilderInterpolatedStringHandler(int literalLength, int formattedCount, ReferenceExpressionBuilder builder)
#pragma warning restore CS9113
    {
        /// <summary>Appends text.</summary>
        /// <param name="value">The text.</param>
        public readonly void AppendLiteral(string value) => builder.AppendLiteral(value);

        /// <summary>Appends a text that is known now.</summary>
        /// <param name="value">The text.</param>
        public readonly void AppendFormatted(string? value) => builder.AppendFormatted(value);

        /// <summary>Appends a value.</summary>
        /// <param name="valueProvider">What gives the value.</param>
        public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => builder.AppendFormatted(valueProvider);

        /// <summary>Appends a value.</summary>
        /// <param name="valueProvider">What gives the value.</param>
        /// <param name="format">Null or <c>uri</c>.</param>
        public void AppendFormatted<T>(T valueProvider, string? format) where T : IValueProvider, IManifestExpressionProvider =>
            builder.AppendFormatted(valueProvider, format);

        /// <summary>Appends the value of a resource.</summary>
        /// <param name="valueProvider">Builder of the resource.</param>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IValueProvider, IManifestExpressionProvider =>
            builder.AppendFormatted(valueProvider.Resource);
    }
}
