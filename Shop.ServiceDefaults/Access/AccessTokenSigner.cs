using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Shop.ServiceDefaults.Access;

/// <summary>
/// Signs access tokens (RFC 7519) where the shop has no identity provider: on a laptop, and in tests. Whoever checks them needs the public
/// key and no other service. RS256, since checking is what happens often, and RSA checks faster than it signs.
/// </summary>
public sealed class AccessTokenSigner : IDisposable
{
    /// <summary>Who signs, and for whom: the claims <c>iss</c> and <c>aud</c> of these tokens.</summary>
    public const string Issuer = "shop";

    private readonly RSA _key = RSA.Create();
    private readonly SigningCredentials _credentials;
    private readonly TimeProvider _time;

    /// <summary>Takes a private key.</summary>
    /// <param name="privateKey">RSA, PKCS #8 in base64 (RFC 5958), without the lines of PEM.</param>
    /// <param name="time">The clock that tokens are dated by.</param>
    public AccessTokenSigner(string privateKey, TimeProvider time)
    {
        _key.ImportPkcs8PrivateKey(Convert.FromBase64String(privateKey), out _);
        // The cache is one for the process, and would keep a key that this object has ended.
        _credentials = new(new RsaSecurityKey(_key), SecurityAlgorithms.RsaSha256) { CryptoProviderFactory = new() { CacheSignatureProviders = false } };
        _time = time;
    }

    /// <summary>How long a token is good for.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(1);

    /// <summary>Signs a token for a person.</summary>
    /// <param name="subject">The person's name, unique in the shop: a customer's is the <c>customerId</c> of their orders.</param>
    /// <param name="roles">What the person may be: <see cref="ShopRoles"/>.</param>
    public string Sign(string subject, params IReadOnlyCollection<string> roles)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object> { [CallerClaims.Subject] = subject, [CallerClaims.Role] = roles },
            SigningCredentials = _credentials,
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
