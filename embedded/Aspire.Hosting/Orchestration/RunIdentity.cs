using System.Security.Cryptography;

namespace Aspire.Hosting.Orchestration;

/// <summary>What marks everything that belongs to one run of one AppHost.</summary>
internal sealed class RunIdentity
{
    /// <summary>Variable that every process of the run inherits, so that it is found even when the AppHost died while starting it.</summary>
    public const string Variable = "ASPIRE_EMBEDDED_RUN";

    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    public string Id { get; } = RandomNumberGenerator.GetHexString(24, lowercase: true);

    /// <summary>Eight lower-case letters: what tells replicas and runs of a resource apart.</summary>
    public static string NewSuffix() => RandomNumberGenerator.GetString(Letters, 8);
}
