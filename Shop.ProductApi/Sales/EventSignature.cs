using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Shop.ProductApi.Products;
using Shop.ServiceDefaults.Webhooks;

namespace Shop.ProductApi.Sales;

/// <summary>
/// Tells whether a call with an event comes from who shares the secret, and was made just now; see <see cref="WebhookSigner"/>. A
/// sender that changes its secret may sign with both for a while, separated by a space.
/// </summary>
/// <param name="options">The secret.</param>
/// <param name="time">The clock that timestamps are compared with.</param>
internal sealed class EventSignature(IOptions<ProductOptions> options, TimeProvider time)
{
    /// <summary>A call that is older was recorded and is played again; as far ahead, its clock is wrong.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly byte[]? _secret = options.Value.OrderEventSecret is { Length: > 0 } secret ? Encoding.UTF8.GetBytes(secret) : null;

    /// <summary>Checks a call.</summary>
    /// <param name="headers">Its headers.</param>
    /// <param name="body">The bytes of its body.</param>
    /// <returns>Null when it is genuine, or what is wrong with it.</returns>
    public string? Check(IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (_secret is null) return "No secret is configured (Product:OrderEventSecret), so no event is accepted.";
        if (!long.TryParse(headers[WebhookSigner.TimestampHeader], CultureInfo.InvariantCulture, out var timestamp)
            || Math.Abs(timestamp - (double)time.GetUtcNow().ToUnixTimeSeconds()) > Tolerance.TotalSeconds)
        {
            return $"{WebhookSigner.TimestampHeader} is not a time in seconds within {Tolerance.TotalMinutes} minutes of now.";
        }

        var expected = Encoding.UTF8.GetBytes(WebhookSigner.Sign(_secret, headers[WebhookSigner.IdHeader].ToString(), timestamp, body));
        return headers[WebhookSigner.SignatureHeader].ToString().Split(' ')
            .Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected))
            ? null
            : $"{WebhookSigner.SignatureHeader} does not fit the call.";
    }
}
