using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Shop.Tests.Hosting;

namespace Shop.Tests.Deploy;

/// <summary><c>deploy/secrets</c> makes up what the manifests refer to.</summary>
public sealed partial class Secrets
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Every_secret_that_is_referred_to_is_made_up_and_no_other()
    {
        var made = await MakeAsync();
        var deploy = Path.Combine(RepositoryRoot.Find().FullName, "deploy");

        var asked = Directory.EnumerateFiles(deploy, "*.yaml", SearchOption.AllDirectories)
            .SelectMany(file => Reference().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)).Distinct();

        Assert.Equal(asked.Order(StringComparer.Ordinal), made.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(made.Count, made.Values.Distinct().Count());
        Assert.All(made.Where(secret => secret.Key != "ACCESS_PUBLIC_KEY"), secret => Assert.True(secret.Value.Length >= 48, secret.Key));
    }

    [Fact]
    public async Task A_token_that_one_key_signs_is_good_by_the_other()
    {
        var made = await MakeAsync();
        using var signs = RSA.Create();
        signs.ImportPkcs8PrivateKey(Convert.FromBase64String(made["ACCESS_SIGNING_KEY"]), out _);
        using var checks = RSA.Create();
        checks.ImportSubjectPublicKeyInfo(Convert.FromBase64String(made["ACCESS_PUBLIC_KEY"]), out _);

        var signature = signs.SignData("token"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        Assert.True(checks.VerifyData("token"u8, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static async Task<Dictionary<string, string>> MakeAsync()
    {
        var lines = await Command.RequireAsync(new(Path.Combine(RepositoryRoot.Find().FullName, "deploy", "secrets")), Bound);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    [GeneratedRegex(@"name: shop, key: (?<name>[A-Z_]+)|\$\{(?<name>[A-Z_]+)\}")]
    private static partial Regex Reference();
}
