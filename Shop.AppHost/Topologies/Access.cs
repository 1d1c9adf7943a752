using System.Security.Cryptography;

namespace Shop.AppHost.Topologies;

/// <summary>Who may call whom in a run of the shop: keys and secrets that nobody has to know or to copy.</summary>
internal static class Access
{
    private const string SigningKeyName = "access-signing-key";
    private const int KeyBits = 2048;

    /// <summary>
    /// Adds the pair of keys that people's access tokens are signed and checked with, made anew for each run. Who wants tokens to outlive a
    /// run sets <c>Parameters:access-signing-key</c> (RSA, PKCS #8 in base64).
    /// </summary>
    /// <param name="builder">The application under construction.</param>
    public static AccessKeys AddAccessKeys(this IDistributedApplicationBuilder builder)
    {
        using var key = RSA.Create(KeyBits);
        if (builder.Configuration[$"Parameters:{SigningKeyName}"] is { Length: > 0 } kept)
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(kept), out _);
        return new(
            builder.AddParameter(SigningKeyName, Convert.ToBase64String(key.ExportPkcs8PrivateKey()), secret: true),
            builder.AddParameter("access-public-key", Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())));
    }

    /// <summary>Has a service take the tokens that are signed with a pair of keys, without asking anybody.</summary>
    /// <param name="service">The service.</param>
    /// <param name="keys">The pair; the service gets its public part.</param>
    public static IResourceBuilder<ProjectResource> WithAccessKey(this IResourceBuilder<ProjectResource> service, AccessKeys keys) =>
        service.WithEnvironment("Authentication__Schemes__Bearer__PublicKey", keys.Public);

    /// <summary>Lets a service find another one, and gives both the secret that it shows there: one for each pair.</summary>
    /// <param name="caller">The service that calls.</param>
    /// <param name="called">The one that is called.</param>
    public static IResourceBuilder<ProjectResource> WithCallsTo(this IResourceBuilder<ProjectResource> caller, IResourceBuilder<ProjectResource> called)
    {
        var (from, to) = (caller.Resource.Name, called.Resource.Name);
        var secret = caller.ApplicationBuilder.AddSecret($"{from}-calls-{to}");
        called.WithEnvironment($"Access__Callers__{from}", secret);
        return caller.WithReference(called).WithEnvironment($"Access__Credentials__{to}", secret);
    }

    /// <summary>Adds a secret that is made up.</summary>
    /// <param name="builder">The application under construction.</param>
    /// <param name="name">Its name among the parameters.</param>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true);
}

/// <summary>A pair of keys for access tokens.</summary>
/// <param name="Signing">The private part, for who signs.</param>
/// <param name="Public">The public part, for who checks.</param>
internal sealed record AccessKeys(IResourceBuilder<ParameterResource> Signing, IResourceBuilder<ParameterResource> Public);
