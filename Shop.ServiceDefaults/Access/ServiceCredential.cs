using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Shop.ServiceDefaults.Access;

/// <summary>
/// A service of the shop, by name and a secret that only it and the service it calls know (HTTP Basic, RFC 7617). It opens what was opened to
/// that service; it is no person, and never staff.
/// </summary>
public static class ServiceCredential
{
    /// <summary>Where a service finds the secret of those it calls: <c>Access:Credentials:payment-api</c>.</summary>
    public const string CredentialsSection = "Access:Credentials";

    /// <summary>Where a service finds the secrets of those that call it: <c>Access:Callers:order-api</c>.</summary>
    public const string CallersSection = "Access:Callers";

    internal const string Scheme = "Basic";

    /// <summary>What a service shows to one that it calls.</summary>
    /// <param name="configuration">Where the secret stands.</param>
    /// <param name="caller">The name of the service that calls.</param>
    /// <param name="called">The name of the one that is called.</param>
    /// <returns>Nothing where there is no secret: the call is then refused as an outage of the shop, and not as the customer's fault.</returns>
    public static AuthenticationHeaderValue? Read(IConfiguration configuration, string caller, string called) =>
        configuration[$"{CredentialsSection}:{called}"] is { Length: > 0 } secret
            ? new(Scheme, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{caller}:{secret}")))
            : null;
}

/// <summary>Checks <see cref="ServiceCredential"/>.</summary>
internal sealed class ServiceCredentialHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IConfiguration configuration)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            || !header.Scheme.Equals(ServiceCredential.Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (Decode(header.Parameter) is not (var caller, var secret) || !IsSecretOf(caller, secret))
            return Task.FromResult(AuthenticateResult.Fail("No service of the shop has this name and secret."));

        var identity = new ClaimsIdentity([new Claim(CallerClaims.Service, caller)], ServiceCredential.Scheme);
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), ServiceCredential.Scheme)));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = $"{ServiceCredential.Scheme} realm=\"shop\"";
        return base.HandleChallengeAsync(properties);
    }

    private static (string Caller, string Secret)? Decode(string? parameter)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        if (parameter is null || !Convert.TryFromBase64String(parameter, bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes[..length]);
        return text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? (text[..colon], text[(colon + 1)..]) : null;
    }

    /// <summary>In a time that tells neither how much of the secret was right nor how long it is.</summary>
    private bool IsSecretOf(string caller, string secret)
    {
        var expected = caller.Contains(':', StringComparison.Ordinal) ? null : configuration[$"{ServiceCredential.CallersSection}:{caller}"];
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(expected ?? "")))
            && expected is { Length: > 0 };
    }

    private const int MaxLength = 512;
}
