using System.Security.Cryptography;
using System.Text;

namespace Aspire.Dashboard.Security;

/// <summary>A set of accepted secrets. Comparing takes the same time whatever is presented, so that timing tells nothing.</summary>
internal sealed class Secrets
{
    private readonly byte[][] _hashes;

    internal Secrets(params ReadOnlySpan<string?> accepted)
    {
        var hashes = new List<byte[]>();
        foreach (var secret in accepted)
        {
            if (!string.IsNullOrEmpty(secret))
                hashes.Add(Hash(secret));
        }
        _hashes = [.. hashes];
    }

    /// <summary>Whether it is one of the accepted secrets.</summary>
    internal bool Accepts(string? presented)
    {
        // Hashes have one length, so not even the length of a secret shows.
        var hash = Hash(presented ?? "");
        var accepted = false;
        foreach (var candidate in _hashes)
            accepted |= CryptographicOperations.FixedTimeEquals(candidate, hash);
        return accepted;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
