using System.Security.Cryptography;
using Shop.ServiceDefaults;
using Shop.ServiceDefaults.Access;

namespace Shop.Bench.Floors;

/// <summary>
/// Two endpoints that do nothing, with all that a service of the shop has around them: one is open to everybody, the other asks for a customer's
/// token. What the second takes more than the first is what checking costs. Runs as a process of its own, as a mode of the bench.
/// </summary>
internal static class GuardedEndpoint
{
    /// <summary>The first argument that chooses this mode.</summary>
    public const string Mode = "guarded-endpoint";

    /// <summary>The environment variable with the public part of the key that signs tokens.</summary>
    public const string KeyVariable = "Authentication__Schemes__Bearer__PublicKey";

    /// <summary>Open to everybody.</summary>
    public const string Open = "/open";

    /// <summary>For customers.</summary>
    public const string Guarded = "/guarded";

    /// <summary>A key of this run, and a token that it has signed.</summary>
    /// <returns>The public part, and the token.</returns>
    public static (string PublicKey, string Token) NewToken(TimeProvider time)
    {
        using var key = RSA.Create(2048);
        using var signer = new AccessTokenSigner(Convert.ToBase64String(key.ExportPkcs8PrivateKey()), time);
        return (Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), signer.Sign("bench", ShopRoles.Customer));
    }

    /// <summary>Serves until standard input is closed.</summary>
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGet(Open, () => "").ForAnyone();
        app.MapGet(Guarded, () => "").ForCustomers();
        await ChildProcess.ServeAsync(app);
    }
}
