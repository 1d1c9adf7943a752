using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Idempotency;

/// <summary>A customer's name for one request to place an order, bound to what was asked for.</summary>
/// <param name="CustomerId">The customer: the same key of another customer is another key.</param>
/// <param name="Key">The value of the <c>Idempotency-Key</c> header.</param>
/// <param name="Fingerprint">What was asked for: SHA-256 over the meaning of the body, so that white space and member order do not matter.</param>
public sealed record IdempotencyKey(string CustomerId, string Key, byte[] Fingerprint)
{
    /// <summary>The request header (draft-ietf-httpapi-idempotency-key-header).</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The longest key, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>Reads the key of a request; null when it is missing, given twice, too long or not printable ASCII.</summary>
    /// <param name="headers">The request's headers.</param>
    public static string? Read(IHeaderDictionary headers)
    {
        var values = headers[Header];
        if (values.Count != 1) return null;
        // The draft writes the key as a quoted string, most clients send it bare: both name the same key.
        var key = values[0] is ['"', .., '"'] quoted ? quoted[1..^1] : values[0];
        return key is { Length: > 0 and <= MaxLength } && !key.AsSpan().ContainsAnyExceptInRange('!', '~') ? key : null;
    }

    /// <summary>The key of an order.</summary>
    /// <param name="order">The order as asked for.</param>
    /// <param name="key">The header's value.</param>
    public static IdempotencyKey For(Order order, string key) => new(order.CustomerId, key, FingerprintOf(order));

    private static byte[] FingerprintOf(Order order)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, order.CustomerId);
        Append(hash, order.PaymentMethod);
        Span<byte> line = stackalloc byte[2 * sizeof(int)];
        foreach (var (productId, quantity, _, _, _) in order.Lines)
        {
            BinaryPrimitives.WriteInt32LittleEndian(line, productId);
            BinaryPrimitives.WriteInt32LittleEndian(line[sizeof(int)..], quantity);
            hash.AppendData(line);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>With its length in front, so that no two different orders run together into the same bytes.</summary>
    private static void Append(IncrementalHash hash, string text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        hash.AppendData(length);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
