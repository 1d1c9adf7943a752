using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Shop.ProductApi.Sales;

/// <summary>
/// Tells whether a call with an event comes from who shares the secret, as Standard Webhooks 1.0 has it: HMAC-SHA256 over
/// <c>id.timestamp.body</c>, in Base64 behind <c>v1,</c>. A sender that changes its secret may sign with both for a while,
/// separated by a space.
/// </summary>
/// <param name="options">The secret.</param>
/// <param name="time">The clock that timestamps are compared with.</param>
public sealed class EventSignature(IOptions<ProductOptions> options, TimeProvider time)
{
    /// <summary>The event's name.</summary>
    public const string IdHeader = "Webhook-Id";

    /// <summary>When the call was made: seconds since 1970 (UTC).</summary>
    public const string TimestampHeader = "Webhook-Timestamp";

    /// <summary>The signatures.</summary>
    public const string SignatureHeader = "Webhook-Signature";

    private const string Scheme = "v1,";

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
        if (!long.TryParse(headers[TimestampHeader], CultureInfo.InvariantCulture, out var timestamp)
            || Math.Abs(timestamp - (double)time.GetUtcNow().ToUnixTimeSeconds()) > Tolerance.TotalSeconds)
        {
            return $"{TimestampHeader} is not a time in seconds within {Tolerance.TotalMinutes} minutes of now.";
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret);
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{headers[IdHeader]}.{timestamp}.")));
        hmac.AppendData(body);
        return Matches(headers[SignatureHeader], hmac.GetHashAndReset()) ? null : $"{SignatureHeader} does not fit the call.";
    }

    private static bool Matches(StringValues given, byte[] expected)
    {
        var signature = Encoding.ASCII.GetBytes(Scheme + Convert.ToBase64String(expected));
        return given.ToString().Split(' ').Any(part => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(part), signature));
    }
}
