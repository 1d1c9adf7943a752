using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Webhooks;

/// <summary>
/// Tells whether a call comes from who shares the secret, and was made just now; see <see cref="WebhookSigner"/>. A sender that
/// changes its secret may sign with both for a while, separated by a space.
/// </summary>
public static class WebhookVerifier
{
    /// <summary>A call that is older was recorded and is played again; as far ahead, its clock is wrong.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Checks a call.</summary>
    /// <param name="secret">The key that is shared with the sender.</param>
    /// <param name="headers">The call's headers.</param>
    /// <param name="body">The bytes of its body.</param>
    /// <param name="now">The time that its timestamp is compared with.</param>
    /// <returns>Null when it is genuine, or what is wrong with it.</returns>
    public static string? Check(byte[] secret, IHeaderDictionary headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (!long.TryParse(headers[WebhookSigner.TimestampHeader], CultureInfo.InvariantCulture, out var timestamp)
            || Math.Abs(timestamp - (double)now.ToUnixTimeSeconds()) > Tolerance.TotalSeconds)
        {
            return $"{WebhookSigner.TimestampHeader} is not a time in seconds within {Tolerance.TotalMinutes} minutes of now.";
        }

        var expected = Encoding.UTF8.GetBytes(WebhookSigner.Sign(secret, headers[WebhookSigner.IdHeader].ToString(), timestamp, body));
        return headers[WebhookSigner.SignatureHeader].ToString().Split(' ')
            .Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected))
            ? null
            : $"{WebhookSigner.SignatureHeader} does not fit the call.";
    }
}
