using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Names of volumes that no other AppHost uses.</summary>
public static class VolumeNameGenerator
{
    private const int HashLength = 10;

    /// <summary>A name made of the AppHost, the resource and a suffix.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="suffix">Letters, digits, underscores, dots and hyphens.</param>
    public static string Generate<T>(IResourceBuilder<T> builder, string suffix) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(suffix);
        if (!suffix.All(IsAllowed))
            throw new ArgumentException($"'{suffix}' has characters that a volume's name must not have.", nameof(suffix));
        var application = builder.ApplicationBuilder;
        var name = string.Concat(application.Environment.ApplicationName.Select(c => IsAllowed(c) ? c : '_')).ToLowerInvariant();
        // On a developer's machine two checkouts are two applications; where it is deployed to there is one.
        var identity = application.ExecutionContext.IsPublishMode
            ? application.Environment.ApplicationName
            : Path.Combine(application.AppHostDirectory, application.Environment.ApplicationName).ToLowerInvariant();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..HashLength];
        return $"{name}-{hash}-{builder.Resource.Name}-{suffix}";
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';
}
