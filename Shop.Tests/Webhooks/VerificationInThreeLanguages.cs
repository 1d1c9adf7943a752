using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Shop.Tests.Hosting;

namespace Shop.Tests.Webhooks;

/// <summary>What <c>docs/webhooks.md</c> tells receivers to run is run here, on a call that the shop has signed.</summary>
public sealed partial class VerificationInThreeLanguages(ShopFixture shop) : ShopTest(shop)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private const string JavaScriptCall = """

        const [secret, id, timestamp, signatures, body] = process.argv.slice(1);
        process.stdout.write(String(isGenuine(secret, id, timestamp, signatures, Buffer.from(body, 'base64'))).toLowerCase());
        """;

    private const string PythonCall = """

        import sys
        secret, id, timestamp, signatures, body = sys.argv[1:]
        print(str(is_genuine(secret, id, timestamp, signatures, base64.b64decode(body))).lower(), end="")
        """;

    private static readonly string Document = File.ReadAllText(Path.Combine(RepositoryRoot.Find().FullName, "docs", "webhooks.md"));

    private static readonly string ThisFile = Path.Combine(
        RepositoryRoot.Find().FullName, "Shop.Tests", "Webhooks", $"{nameof(VerificationInThreeLanguages)}.cs");

    [Theory]
    [InlineData("csharp")]
    [InlineData("js")]
    [InlineData("python")]
    public async Task A_receiver_that_does_as_the_document_says_believes_what_is_genuine_and_nothing_else(string language)
    {
        await using var subscriber = await WebhookReceiver.StartAsync();
        var (subscription, old) = await subscriber.SubscribeAsync(Shop.Orders);
        using var ping = await Shop.Orders.PostAsync($"/webhooks/{subscription}/ping", null);
        var call = Assert.Single(subscriber.Calls, call => call.Event.Type == "webhook.ping");
        using var ended = await Shop.Orders.DeleteAsync($"/webhooks/{subscription}");
        var (timestamp, body) = (call.Timestamp.ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(call.Body));
        var other = "whsec_" + Convert.ToBase64String(new byte[32]);
        var late = (call.Timestamp - 301).ToString(CultureInfo.InvariantCulture);

        Assert.Equal("true", await RunAsync(old, call.Id, timestamp, call.Signature, body));
        Assert.Equal("true", await RunAsync(old, call.Id, timestamp, $"v1,AAAA {call.Signature}", body));
        Assert.Equal("false", await RunAsync(other, call.Id, timestamp, call.Signature, body));
        Assert.Equal("false", await RunAsync(old, "evt_1", timestamp, call.Signature, body));
        Assert.Equal("false", await RunAsync(old, call.Id, timestamp, call.Signature, Convert.ToBase64String([.. call.Body, 32])));
        Assert.Equal("false", await RunAsync(old, call.Id, "soon", call.Signature, body));
        Assert.Equal("false", await RunAsync(old, call.Id, late, SignatureOf(old, call.Id, late, call.Body), body));

        Task<string> RunAsync(params string[] arguments) => language switch
        {
            "js" => RunProgramAsync("node", ["-e", CodeIn(language) + JavaScriptCall, "--", .. arguments]),
            "python" => RunProgramAsync("python3", ["-c", CodeIn(language) + PythonCall, .. arguments]),
            _ => Task.FromResult(IsGenuine(arguments[0], arguments[1], arguments[2], arguments[3], Convert.FromBase64String(arguments[4])) ? "true" : "false"),
        };
    }

    [Fact]
    public async Task The_code_in_the_document_is_the_code_that_is_run() => Assert.Contains(
        Squeezed(CodeIn("csharp")), Squeezed(await File.ReadAllTextAsync(ThisFile, TestContext.Current.CancellationToken)), StringComparison.Ordinal);

    private static bool IsGenuine(string secret, string id, string timestamp, string signatures, byte[] body)
    {
        if (!long.TryParse(timestamp, out var seconds) || Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds) > 300) return false;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed);
        var expectedText = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(expected));
        return signatures.Split(' ').Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expectedText));
    }

    private static string SignatureOf(string secret, string id, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
    }

    private static string CodeIn(string language) => CodeBlock().Matches(Document).Single(block => block.Groups["language"].Value == language).Groups["code"].Value;

    private static string Squeezed(string code) => WhiteSpace().Replace(code, "");

    /// <summary>What a program has written; without the program there is nothing to be tested.</summary>
    private static async Task<string> RunProgramAsync(string program, IEnumerable<string> arguments)
    {
        try
        {
            var (_, output, errors) = await Command.RunAsync(new(program, arguments), Bound);
            return output + errors;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"There is no {program} on this machine.");
            throw;
        }
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
