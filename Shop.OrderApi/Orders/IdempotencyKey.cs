using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shop.ServiceDefaults;

namespace Shop.OrderApi.Orders;

/// <summary>
/// A customer's name for one request to place an order, bound to what was asked for: SHA-256 over the meaning of the body, so
/// that white space and member order do not matter. The same key of another customer is another key.
/// </summary>
internal sealed record IdempotencyKey(string CustomerId, string Key, byte[] Fingerprint)
{
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

        // Only where it was said: the keys of version 0.1.0, which did not ask, stay what they are.
        if (order.ExpectedTotal is { } expected) Append(hash, expected.ToCents().ToString(CultureInfo.InvariantCulture));

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

/// <summary>A remembered key: which order it placed. The answer is not stored beside it, it follows from the order.</summary>
internal sealed record IdempotencyRecord
{
    public required string CustomerId { get; init; }

    public required string Key { get; init; }

    public required byte[] Fingerprint { get; init; }

    public required Guid OrderId { get; init; }

    /// <summary>When it was first used; it is forgotten <see cref="OrderOptions.KeyLifetime"/> later.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
