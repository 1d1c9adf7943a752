using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shop.ServiceDefaults.Webhooks;

/// <summary>
/// Signs calls as Standard Webhooks 1.0 asks: HMAC-SHA256 over <c>id.timestamp.body</c>, sent as <c>v1,</c> and Base64. The
/// timestamp lets a receiver refuse a call that somebody recorded and plays again.
/// </summary>
public static class WebhookSigner
{
    /// <summary>The event: the same in each attempt and replay, for the receiver to drop repeats by.</summary>
    public const string IdHeader = "Webhook-Id";

    /// <summary>When the attempt was made: seconds since 1970 (UTC).</summary>
    public const string TimestampHeader = "Webhook-Timestamp";

    /// <summary>The signature.</summary>
    public const string SignatureHeader = "Webhook-Signature";

    /// <summary>How many bytes a key has at least, by the standard.</summary>
    public const int ShortestSecret = 24;

    private const string SecretPrefix = "whsec_";

    /// <summary>Within the 24 to 64 bytes of the standard.</summary>
    private const int SecretBytes = 32;

    /// <summary>A new random key.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>A key as the standard writes it: <c>whsec_</c> and Base64.</summary>
    /// <param name="secret">The key.</param>
    public static string Show(byte[] secret) => SecretPrefix + Convert.ToBase64String(secret);

    /// <summary>The value of <see cref="SignatureHeader"/>.</summary>
    /// <param name="secret">The subscription's key.</param>
    /// <param name="id">The value of <see cref="IdHeader"/>.</param>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>, in seconds.</param>
    /// <param name="body">The bytes of the body.</param>
    public static string Sign(byte[] secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(body);
        return $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}";
    }
}
