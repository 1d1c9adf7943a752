using System.Globalization;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Parameters that a manifest uses in another form, as URL-encoded: each form is a resource of its own in the manifest.</summary>
internal sealed class FormattedParameters
{
    private readonly Dictionary<(ParameterResource Parameter, string Format), string> _names = [];

    /// <summary>The expression as a manifest has it.</summary>
    public string Render(ReferenceExpression expression)
    {
        var parts = new object[expression.ManifestExpressions.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = expression.StringFormats[i] is { Length: > 0 } format && expression.ValueProviders[i] is ParameterResource parameter
                ? $"{{{NameOf(parameter, format)}.value}}"
                : expression.ManifestExpressions[i];
        }

        return string.Format(CultureInfo.InvariantCulture, expression.Format, parts);
    }

    /// <summary>Writes the forms of a parameter that were used.</summary>
    public void Write(Utf8JsonWriter writer, ParameterResource parameter)
    {
        foreach (var ((owner, format), name) in _names.Where(n => ReferenceEquals(n.Key.Parameter, parameter)))
        {
            writer.WriteStartObject(name);
            writer.WriteString("type", "annotated.string");
            writer.WriteString("value", owner.ValueExpression);
            writer.WriteString("filter", format);
            writer.WriteEndObject();
        }
    }

    private string NameOf(ParameterResource parameter, string format)
    {
        if (!_names.TryGetValue((parameter, format), out var name))
            _names[(parameter, format)] = name = $"{parameter.Name}-{format}-encoded";
        return name;
    }
}
