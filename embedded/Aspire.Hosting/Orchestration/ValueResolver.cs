using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>A value that differs between the instances of a resource, as the port that each listens on.</summary>
/// <param name="ForInstance">The value of an instance.</param>
/// <param name="Expression">The value in a manifest.</param>
internal sealed record InstanceValue(Func<ResourceInstance, string> ForInstance, string Expression) : IManifestExpressionProvider
{
    public string ValueExpression => Expression;
}

/// <summary>Turns what callbacks put into an environment or a command line into text.</summary>
internal static class ValueResolver
{
    public static async ValueTask<string?> ResolveAsync(
        object? value, ValueProviderContext context, ResourceInstance instance, CancellationToken cancellationToken) => value switch
        {
            null => null,
            string text => text,
            InstanceValue perInstance => perInstance.ForInstance(instance),
            IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(context, cancellationToken),
            IValueProvider provider => await provider.GetValueAsync(context, cancellationToken),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
}
