using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Shop.ServiceDefaults.Access;

/// <summary>How a service knows who calls: people by a bearer token, other services by a credential of the pair.</summary>
internal static class AccessDefaults
{
    private const string BearerSection = "Authentication:Schemes:Bearer";

    public static void AddAccess(this IHostApplicationBuilder builder)
    {
        // No scheme is asked by default: each policy names its own, so that nobody checks a token that nobody asked for.
        builder.Services.AddAuthentication(options => options.DefaultChallengeScheme = JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer()
            .AddScheme<AuthenticationSchemeOptions, ServiceCredentialHandler>(ServiceCredential.Scheme, null);
        // Each refusal would be a line; the answer says it to whom it concerns.
        builder.Logging.AddFilter(typeof(ServiceCredentialHandler).FullName, LogLevel.Warning);
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IConfiguration, TimeProvider>(Configure);
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder(JwtBearerDefaults.AuthenticationScheme)
            .RequireAssertion(context => IsNothingThere(context.Resource)).Build());
    }

    public static void UseAccess(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>
    /// Where the framework's own section names an <c>Authority</c>, that provider's tokens are taken, as any OpenID Connect client takes them.
    /// Else those of the key pair that the AppHost made: <c>PublicKey</c>, beside the section's own settings since these know symmetric
    /// keys only. With neither no token is good.
    /// </summary>
    private static void Configure(JwtBearerOptions bearer, IConfiguration configuration, TimeProvider time)
    {
        bearer.MapInboundClaims = false;
        var checks = bearer.TokenValidationParameters;
        checks.NameClaimType = CallerClaims.Subject;
        checks.RoleClaimType = configuration["Access:RoleClaim"] ?? CallerClaims.Role;
        bearer.TimeProvider = time;
        checks.LifetimeValidator = (notBefore, expires, _, parameters) =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            return expires is { } end && now < end + parameters.ClockSkew && !(notBefore is { } start && now < start - parameters.ClockSkew);
        };
        if (bearer.Authority is not null || configuration[$"{BearerSection}:PublicKey"] is not { Length: > 0 } publicKey) return;

        var key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        checks.IssuerSigningKey = new RsaSecurityKey(key);
        checks.ValidAlgorithms = [SecurityAlgorithms.RsaSha256];
        (checks.ValidIssuer, checks.ValidAudience) = (AccessTokenSigner.Issuer, AccessTokenSigner.Issuer);
    }

    /// <summary>An address that nobody serves, or not with this method, needs no permission: it is 404 or 405 for everybody.</summary>
    private static bool IsNothingThere(object? resource) => resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;
}
