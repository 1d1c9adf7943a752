using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>
/// Something else answers in the place of products and payments: a captive portal, a router without endpoints, a wrong deployment.
/// Every step of two orders' lives gets such an answer first.
/// </summary>
public sealed class ForeignAnswers(ShopFixture shop, OrdersAlone alone) : ShopTest(shop), IClassFixture<OrdersAlone>
{
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";
    private const string Page = "<!doctype html><title>Sign in</title>";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What is no success of the service's own, whatever its status code.</summary>
    private static readonly Dictionary<string, Func<HttpContext, StepCall, Task>> Successes = new()
    {
        ["a sign-in page"] = (context, _) => AnswerAsync(context, 200, "text/html", Page),
        ["nothing"] = (context, _) => AnswerAsync(context, 200, null, ""),
        ["an empty object"] = (context, _) => AnswerAsync(context, 200, Json, "{}"),
        ["202"] = (context, call) => AnswerAsync(context, 202, Json, call.Body()),
        ["204"] = (context, _) => AnswerAsync(context, 204, null, ""),
        ["half an answer"] = (context, call) => AnswerAsync(context, 200, Json, call.Body()[..^5]),
        ["another order's answer"] = (context, call) => AnswerAsync(context, 200, Json, (call with { OrderId = Guid.NewGuid() }).Body()),
        ["another amount"] = (context, call) => AnswerAsync(context, 200, Json, call.HasMoney ? call.Body(price: 0.01m) : "[]"),
        ["another currency"] = (context, call) => AnswerAsync(context, 200, Json, call.HasMoney ? call.Body(currency: "Euro") : "7"),
        ["another state"] = (context, call) => AnswerAsync(context, 200, Json, call.Body(state: call.StateBefore)),
        ["no lines"] = (context, call) => AnswerAsync(context, 200, Json, call.Step == "reserve" ? call.Body(lines: "[]") : "null"),
        ["no type of content"] = (context, call) => AnswerAsync(context, 200, "text/plain", call.Body()),
        ["a redirect"] = (context, call) =>
        {
            context.Response.Headers.Location = $"/elsewhere/{call.Step}/{call.OrderId}";
            return AnswerAsync(context, 307, "text/html", Page);
        },
        ["more than can be read"] = (context, call) => AnswerAsync(context, 200, Json, new string(' ', 2 * 1024 * 1024) + call.Body()),
    };

    /// <summary>What is no refusal of the service's own.</summary>
    private static readonly Dictionary<string, Func<HttpContext, StepCall, Task>> Refusals = new(
        ((int[])[300, 302, 304, 400, 401, 403, 404, 405, 406, 407, 409, 410, 411, 412, 415, 421, 422, 426, 431, 451]).Select(status =>
            KeyValuePair.Create<string, Func<HttpContext, StepCall, Task>>(
                status.ToString(CultureInfo.InvariantCulture), (context, _) => AnswerAsync(context, status, "text/html", status == 304 ? "" : Page))))
    {
        ["a problem of no type"] = (context, _) => AnswerAsync(context, 409, Problem, """{"type":"about:blank","title":"Conflict","status":409}"""),
        ["a router's 404"] = (context, _) => AnswerAsync(context, 404, Problem, """{"type":"/problems/not-found","title":"Not Found","status":404}"""),
        ["a problem of another call"] = (context, call) => AnswerAsync(context, 402, Problem, TypeOf(call.IsPayment ? "insufficient-stock" : "payment-declined")),
        ["a known problem with another status"] = (context, call) => AnswerAsync(context, 410, Problem, TypeOf(call.IsPayment ? "payment-closed" : "reservation-closed")),
        ["a known problem that is not said to be one"] = (context, call) => AnswerAsync(context, 409, Json, TypeOf(call.IsPayment ? "payment-closed" : "reservation-closed")),
        ["half a problem"] = (context, call) => AnswerAsync(context, 409, Problem, TypeOf(call.IsPayment ? "payment-closed" : "reservation-closed")[..^1]),
    };

    public static TheoryData<string> ForeignSuccesses => [.. Successes.Keys];

    public static TheoryData<string> ForeignRefusals => [.. Refusals.Keys];

    [Theory]
    [MemberData(nameof(ForeignSuccesses))]
    public Task A_step_is_done_only_when_the_service_itself_says_so_of_this_order(string answer) => LiveThroughAsync(Successes[answer]);

    [Theory]
    [MemberData(nameof(ForeignRefusals))]
    public Task Only_a_problem_that_the_service_is_known_to_send_refuses(string answer) => LiveThroughAsync(Refusals[answer]);

    [Fact]
    public async Task An_outage_is_written_down_once_however_many_orders_wait_for_it()
    {
        await alone.StartAsync(Shop);
        var product = await alone.NewProductAsync();
        var before = alone.Warnings.Count(IsOutage);
        var waited = 0;
        alone.InPlace = async context =>
        {
            if (StepCall.Of(context, product) is not { Step: "authorize" } || Interlocked.Increment(ref waited) > 12) return false;
            await AnswerAsync(context, 200, "text/html", Page);
            return true;
        };

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PlacedAsync(product)));

        Assert.True(waited > 12, $"{waited} calls were answered.");
        Assert.InRange(alone.Warnings.Count(IsOutage) - before, 0, 1);
        Assert.Contains(alone.Warnings, IsOutage);

        static bool IsOutage(string line) => line.StartsWith("Warning: Payments do not answer", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_service_writes_is_cut_before_it_is_stored_and_passed_on()
    {
        await alone.StartAsync(Shop);
        var product = await alone.NewProductAsync();
        var (endless, customer) = (new string('x', 200_000), $"long-{Guid.NewGuid():N}");
        alone.InPlace = async context =>
        {
            if (StepCall.Of(context, product) is not { Step: "reserve" }) return false;
            await AnswerAsync(context, 409, Problem, JsonSerializer.Serialize(
                new { type = "/problems/insufficient-stock", title = endless, detail = endless, reason = endless, products = new[] { endless } }));
            return true;
        };

        using var response = await alone.PlaceAsync(product, customer, Guid.NewGuid().ToString());

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.InRange((await response.Content.ReadAsStringAsync()).Length, 1, 10_000);
        Assert.Equal("/problems/insufficient-stock", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString());
    }

    /// <summary>One order is shipped and refunded in part, another one cancelled; whenever that is said, it is so.</summary>
    private async Task LiveThroughAsync(Func<HttpContext, StepCall, Task> answer)
    {
        await alone.StartAsync(Shop);
        var product = await alone.NewProductAsync();
        // Each step of each of the two orders once: whose goods could not be reserved is ordered anew.
        var answered = new ConcurrentDictionary<(string Step, int Order), bool>();
        var number = 1;
        alone.InPlace = async context =>
        {
            if (StepCall.Elsewhere(context, product) is { } elsewhere)
            {
                await AnswerAsync(context, 200, Json, elsewhere.Body());
                return true;
            }

            if (StepCall.Of(context, product) is not { } call || !answered.TryAdd((call.Step, number), true)) return false;
            await answer(context, call);
            return true;
        };

        var shipped = await PlacedAsync(product);
        await AskAsync($"/orders/{shipped}/ship");
        Assert.Equal(("Captured", "Committed"), await TruthAsync(shipped));
        await AskAsync($"/orders/{shipped}/refund", new { amount = 5m, refundId = "r" });
        Assert.Equal(("PartiallyRefunded", "Committed"), await TruthAsync(shipped));
        Assert.Equal(5m, (await alone.OrderAsync(shipped)).GetProperty("refunded").GetDecimal());

        number = 2;
        var cancelled = await PlacedAsync(product);
        await AskAsync($"/orders/{cancelled}/cancel");
        Assert.Equal(("Voided", "Released"), await TruthAsync(cancelled));
        Assert.Equal(["authorize", "capture", "commit", "refund", "release", "reserve", "void"], answered.Keys.Select(each => each.Step).Distinct().Order());
    }

    /// <summary>Sends one order until it is confirmed.</summary>
    private async Task<Guid> PlacedAsync(int product)
    {
        var (customer, key) = ($"foreign-{Guid.NewGuid():N}", new OrderKey());
        var order = await UntilAsync("the order to be confirmed", HttpStatusCode.Created, async () => await key.HeardAsync(await alone.PlaceAsync(product, customer, key.Value)));
        var id = order.GetProperty("id").GetGuid();
        Assert.Equal(20m, order.GetProperty("total").GetDecimal());
        Assert.Equal(("Authorized", "Reserved"), await TruthAsync(id));
        return id;
    }

    private Task<JsonElement> AskAsync(string path, object? body = null) => UntilAsync(
        path, HttpStatusCode.OK, async () =>
        {
            using var content = body is null ? null : JsonContent.Create(body);
            return await alone.Orders.PostAsync(path, content);
        });

    private static async Task<JsonElement> UntilAsync(string what, HttpStatusCode wanted, Func<Task<HttpResponseMessage>> ask)
    {
        var (_, body) = await Eventually.BecomesAsync(
            what,
            async () =>
            {
                using var response = await ask();
                var text = await response.Content.ReadAsStringAsync();
                Assert.True(response.StatusCode == wanted || response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable, $"{response.StatusCode}: {text}");
                return (response.StatusCode, text);
            },
            answer => answer.StatusCode == wanted, Patience);
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>Where the money and the goods of an order are, as their own services say.</summary>
    private async Task<(string? Payment, string? Reservation)> TruthAsync(Guid orderId) =>
        (await StatusAsync($"/payments/{orderId}"), await StatusAsync($"/reservations/{orderId}"));

    private async Task<string?> StatusAsync(string path)
    {
        using var response = await alone.Neighbours.GetAsync(path);
        return response.IsSuccessStatusCode ? (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString() : null;
    }

    private static string TypeOf(string problem) => $$"""{"type":"/problems/{{problem}}","title":"No.","detail":"No."}""";

    private static async Task AnswerAsync(HttpContext context, int status, string? contentType, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        if (body.Length > 0) await context.Response.WriteAsync(body);
    }
}
