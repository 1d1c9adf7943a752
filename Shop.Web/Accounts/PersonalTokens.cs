using System.Security.Claims;
using Microsoft.Extensions.Caching.Memory;
using Shop.ServiceDefaults.Access;

namespace Shop.Web.Accounts;

/// <summary>Signs what a person who has signed in here shows to the services.</summary>
internal sealed class PersonalTokens : IDisposable
{
    /// <summary>The private key: only the storefront has it.</summary>
    public const string SigningKey = "Access:SigningKey";

    /// <summary>A token is used for as long as it is good for at least this longer.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _tokens = new(new MemoryCacheOptions());
    private readonly AccessTokenSigner? _signer;

    public PersonalTokens(IConfiguration configuration, TimeProvider time)
    {
        if (configuration[SigningKey] is { Length: > 0 } key) _signer = new(key, time);
    }

    /// <summary>A token for a person, or null where nobody has signed in.</summary>
    public string? TokenFor(ClaimsPrincipal? person)
    {
        if (person?.Identity is not { IsAuthenticated: true, Name: { } name }) return null;
        string[] roles = [.. person.FindAll(ClaimTypes.Role).Select(role => role.Value).Order(StringComparer.Ordinal)];
        return _tokens.GetOrCreate((name, string.Join(' ', roles)), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = AccessTokenSigner.Lifetime - Reserve;
            return Sign(name, roles);
        });
    }

    /// <summary>A new token.</summary>
    public string Sign(string name, IReadOnlyCollection<string> roles) =>
        (_signer ?? throw new InvalidOperationException($"{SigningKey} is not set: the storefront cannot say who its visitors are.")).Sign(name, roles);

    /// <inheritdoc/>
    public void Dispose()
    {
        _tokens.Dispose();
        _signer?.Dispose();
    }
}
