using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Proof.History;
using Shop.Proof.Load;

namespace Shop.Proof.Commands;

/// <summary><c>load</c>: has customers come to a running shop, and keeps what they were told.</summary>
internal static class LoadCommand
{
    /// <summary>Where a history is kept unless somebody says where.</summary>
    public const string HistoryFile = "artifacts/history.jsonl";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var pages = Address("--pages", "Where staff get a token (POST /token).", "http://localhost:5100");
        var products = Address("--products", "The product service.", "http://localhost:5101");
        var orders = Address("--orders", "The order service.", "http://localhost:5102");
        var payments = Address("--payments", "The payment service.", "http://localhost:5103");
        var monolith = Address("--monolith", "One process that is all of these.", null);
        var rate = new Option<double>("--rate") { Description = "Customers a second.", DefaultValueFactory = _ => 10 };
        var seconds = new Option<double>("--seconds") { Description = "For how long they come.", DefaultValueFactory = _ => 30 };
        var seed = new Option<int>("--seed") { Description = "Decides what they do.", DefaultValueFactory = _ => Random.Shared.Next() };
        var file = new Option<string>("--history") { Description = "Where to keep what they were told.", DefaultValueFactory = _ => HistoryFile };
        var command = new Command("load", "Has customers come, who repeat, hang up and change their minds.") { pages, products, orders, payments, monolith, rate, seconds, seed, file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var all = parsed.GetValue(monolith);
            Uri At(Option<Uri?> part) => all ?? parsed.GetRequiredValue(part)!;
            var history = new ClientHistory();
            var token = await SignInAsync(At(pages), cancellationToken);
            using var shop = new ShopClients(Recorded(At(products), token, history), Recorded(At(orders), token, history), Recorded(At(payments), token, history));
            Console.WriteLine($"{parsed.GetValue(rate)} customers a second come for {parsed.GetValue(seconds)} s, seed {parsed.GetValue(seed)}.");
            await using (var crowd = await Crowd.StartAsync(shop, parsed.GetValue(rate), parsed.GetValue(seed)))
            {
                try
                {
                    await Task.Delay(TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    Console.WriteLine("Nobody else comes. Those who are inside are waited for.");
                }

                await crowd.CloseAsync();
            }

            await Crowd.LookBackAsync(shop, history);
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await history.WriteAsync(path);
            Console.WriteLine($"{history.Exchanges.Count} requests and their answers are in {path}.");
        });
        return command;
    }

    private static Option<Uri?> Address(string name, string description, string? otherwise) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise is null ? null : new(otherwise),
        CustomParser = given =>
        {
            if (Uri.TryCreate(given.Tokens.Single().Value, UriKind.Absolute, out var address)) return address;
            given.AddError($"{name} is an address as http://localhost:5100, not '{given.Tokens.Single().Value}'.");
            return null;
        },
    };

    private static HttpClient Recorded(Uri address, string token, ClientHistory history) =>
        new(new RecordingHandler(history) { InnerHandler = new SocketsHttpHandler { UseProxy = false, UseCookies = false } })
        {
            BaseAddress = address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };

    /// <summary>As the member of staff that a shop under development has.</summary>
    private static async Task<string> SignInAsync(Uri pages, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = pages };
        using var form = new FormUrlEncodedContent([new("username", "staff"), new("password", "shop")]);
        using var response = await client.PostAsync("/token", form, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("access_token").GetString()!;
    }
}
