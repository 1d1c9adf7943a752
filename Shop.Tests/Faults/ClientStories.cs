using System.Text.Json;
using Shop.Proof.History;
using Shop.Proof.Judge;

namespace Shop.Tests.Faults;

/// <summary>
/// The judge of what clients saw, by itself: stories that a shop can have caused, and stories that none can. Each line of a story is a
/// request: who, when it was sent and answered (in milliseconds), what, and what came back.
/// </summary>
public sealed class ClientStories
{
    private static readonly Guid Order = Guid.Parse("01900000-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What can happen.</summary>
    public static TheoryData<string, string> Possible() => new()
    {
        { "an order that is confirmed, shipped and partly refunded", "0 5 place 2 201; 6 9 ship 200; 10 12 refund 200; 20 21 read Shipped 0.50; 20 21 payment PartiallyRefunded" },
        { "two at once, one of them told where it is", "0 9 place 2 201; 1 3 place 2 202; 10 11 read Confirmed 0" },
        { "no answer, and it was placed", "0 - place 2; 20 21 place 2 201" },
        { "no answer, and it stands for its key", "0 - place 2; 5 6 place 3 reused; 7 8 place 2 201" },
        { "another body while the first is worked on", "0 9 place 2 201; 2 4 place 3 reused" },
        { "declined, twice the same", "0 5 place 2 declined; 6 7 place 2 declined; 8 9 read Rejected 0; 8 9 payment Declined" },
        { "nothing was ordered, and it stays so", "0 5 place 2 nothing; 6 7 place 2 nothing; 9 10 read Rejected 0; 9 10 payment none" },
        { "accepted, and refused later", "0 5 place 2 202; 9 10 place 2 declined" },
        { "being given back, an order is still pending", "0 5 place 2 declined; 6 7 read Pending 0; 8 9 read Rejected 0" },
        { "two with two opinions", "0 1 place 2 201; 2 9 ship 200; 2 8 cancel 409; 10 11 read Shipped 0" },
        { "called off, confirmed all the same to who asks again", "0 1 place 2 201; 2 3 cancel 200; 4 5 place 2 201; 6 7 read Cancelled 0; 6 7 payment Voided" },
        { "called off before it was confirmed", "0 5 place 2 202; 6 7 cancel 200; 8 9 place 2 cancelled" },
        { "shipped at last", "0 1 place 2 201; 2 3 ship 202; 4 - ship; 9 10 read Shipped 0" },
        { "called off by a request that nobody heard of again", "0 1 place 2 201; 2 - cancel; 5 6 read Confirmed 0; 8 9 read Cancelled 0" },
        { "money moves before the order says so", "0 1 place 2 201; 2 9 ship 200; 3 4 payment Captured; 3 4 read Confirmed 0" },
        { "the service that cannot say", "0 5 place 2 503; 6 9 place 2 201" },
    };

    /// <summary>What cannot happen while a shop keeps its promises.</summary>
    public static TheoryData<string, string> Impossible() => new()
    {
        { "an order under another id", "0 5 place 2 201; 6 7 place 2 201 other" },
        { "confirmed, and then declined", "0 5 place 2 201; 6 7 place 2 declined" },
        { "declined, and then confirmed", "0 5 place 2 declined; 6 7 place 2 201" },
        { "declined for two reasons", "0 5 place 2 declined; 6 7 place 2 short" },
        { "nothing was ordered, and then it is", "0 5 place 2 nothing; 6 7 place 2 201" },
        { "nothing was ordered, and an order that is confirmed", "0 5 place 2 nothing; 6 7 read Confirmed 0" },
        { "confirmed, and then only accepted", "0 5 place 2 201; 6 7 place 2 202" },
        { "the same key for two bodies", "0 5 place 2 201; 6 7 place 3 201" },
        { "the same body refused as another one", "0 5 place 2 201; 6 7 place 2 reused" },
        { "a key that stands for something before anybody used it", "0 5 place 2 reused" },
        { "confirmed, and rejected though nobody did anything", "0 5 place 2 201; 6 7 read Rejected 0" },
        { "confirmed, and called off by nobody", "0 5 place 2 201; 6 7 read Cancelled 0" },
        { "confirmed, and called off before anybody asked", "0 5 place 2 201; 6 7 read Cancelled 0; 8 9 cancel 200" },
        { "shipped, and called off", "0 1 place 2 201; 2 3 ship 200; 4 5 cancel 200" },
        { "called off, and shipped", "0 1 place 2 201; 2 3 cancel 200; 4 5 ship 200" },
        { "both of two opinions", "0 1 place 2 201; 2 9 ship 200; 2 9 cancel 200" },
        { "shipped, and then only confirmed", "0 1 place 2 201; 2 3 ship 200; 4 5 read Confirmed 0" },
        { "shipped, and not paid", "0 1 place 2 201; 2 3 ship 200; 4 5 payment Authorized" },
        { "confirmed, and no money is held", "0 1 place 2 201; 2 3 payment none" },
        { "confirmed, and paid already", "0 1 place 2 201; 2 3 payment Captured" },
        { "called off, and the money is kept", "0 1 place 2 201; 2 3 cancel 200; 4 5 payment Authorized" },
        { "declined, and the money is kept", "0 1 place 2 declined; 2 3 read Rejected 0; 4 5 payment Authorized" },
        { "a refund that nobody asked for", "0 1 place 2 201; 2 3 ship 200; 4 5 read Shipped 0.50" },
        { "a refund that was done and is gone", "0 1 place 2 201; 2 3 ship 200; 4 5 refund 200; 6 7 read Shipped 0" },
        { "a refund of what was not shipped", "0 1 place 2 201; 2 3 refund 200" },
        { "a fault of the service", "0 5 place 2 500" },
        { "an order that is not found again", "0 5 place 2 201; 6 7 read missing" },
        { "a wish that is refused to nobody's advantage", "0 1 place 2 201; 2 3 ship 409" },
    };

    [Theory]
    [MemberData(nameof(Possible))]
    public void What_can_have_happened_is_explained(string what, string story) => Assert.True(ClientJudge.Judge(Read(story)).Unexplained is [], what);

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_have_happened_is_found(string what, string story)
    {
        var (orders, unexplained) = ClientJudge.Judge(Read(story));

        Assert.Equal(1, orders);
        Assert.True(unexplained.Count == 1 && unexplained[0].Contains("no order of events explains", StringComparison.Ordinal), what);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(3, false)]
    public void More_than_was_put_on_the_shelf_is_never_confirmed(int stock, bool isPossible)
    {
        Exchange[] history =
        [
            Exchange(1, 0, 1, "POST", "/products/7/stock", null, new { delta = stock }, 200, new { }),
            Place(2, 2, 5, "a", 2, 201, new { id = Guid.NewGuid() }),
            Place(3, 3, 6, "b", 2, 201, new { id = Guid.NewGuid() }),
        ];

        Assert.Equal(isPossible, ClientJudge.Judge(history).Unexplained is []);
    }

    [Fact]
    public void What_was_called_off_may_be_sold_again_from_then_on_and_not_before()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        Exchange[] History(int calledOffAt) =>
        [
            Exchange(1, 0, 1, "POST", "/products/7/stock", null, new { delta = 2 }, 200, new { }),
            Place(2, 2, 3, "a", 2, 201, new { id = first }),
            Exchange(3, calledOffAt, calledOffAt + 1, "POST", $"/orders/{first}/cancel", null, null, 200, new { id = first, status = "Cancelled" }),
            Place(4, 5, 7, "b", 2, 201, new { id = second }),
        ];

        Assert.Empty(ClientJudge.Judge(History(calledOffAt: 6)).Unexplained);
        Assert.Single(ClientJudge.Judge(History(calledOffAt: 8)).Unexplained);
    }

    private static List<Exchange> Read(string story) => [.. story.Split("; ").Select((line, i) => Read(i + 1, line.Split(' ')))];

    private static Exchange Read(int number, string[] words)
    {
        var (sent, answered) = (int.Parse(words[0], null), words[1] == "-" ? (int?)null : int.Parse(words[1], null));
        return words[2..] switch
        {
            ["place", var pieces] => Place(number, sent, answered, "k", int.Parse(pieces, null), null, null),
            ["place", var pieces, var said, .. var rest] => Place(number, sent, answered, "k", int.Parse(pieces, null), StatusOf(said), AnswerOf(said, rest is ["other"] ? Guid.NewGuid() : Order)),
            ["read", "missing"] => Exchange(number, sent, answered, "GET", $"/orders/{Order}", null, null, 404, new { type = "/problems/not-found" }),
            ["read", var status, var refunded] =>
                Exchange(number, sent, answered, "GET", $"/orders/{Order}", null, null, 200, new { id = Order, status, refunded = decimal.Parse(refunded, System.Globalization.CultureInfo.InvariantCulture) }),
            ["payment", "none"] => Exchange(number, sent, answered, "GET", $"/payments/{Order}", null, null, 404, new { type = "/problems/not-found" }),
            ["payment", var status] => Exchange(number, sent, answered, "GET", $"/payments/{Order}", null, null, 200, new { id = Guid.NewGuid(), orderId = Order, status }),
            [var action, .. var said] => Exchange(
                number, sent, answered, "POST", $"/orders/{Order}/{action}", null, action == "refund" ? new { refundId = ClientHistory.RefundId, amount = 0.50m } : null,
                said is [var status] ? int.Parse(status, null) : null, said is ["409"] ? new { type = "/problems/order-state" } : new { id = Order, refunded = 0.50m }),
            _ => throw new ArgumentException(string.Join(' ', words)),
        };
    }

    private static int StatusOf(string said) => said switch
    {
        "declined" => 402,
        "short" or "cancelled" => 409,
        "reused" => 422,
        "nothing" => 503,
        _ => int.Parse(said, null),
    };

    private static object AnswerOf(string said, Guid id) => said switch
    {
        "201" or "202" => new { id, status = "Pending" },
        "declined" => new { type = "/problems/payment-declined", orderId = id },
        "short" => new { type = "/problems/insufficient-stock", orderId = id },
        "cancelled" => new { type = "/problems/order-cancelled", orderId = id },
        "reused" => new { type = "/problems/idempotency-key-reused" },
        "nothing" => new { type = "/problems/product-unavailable", orderId = id },
        _ => new { type = "/problems/unavailable" },
    };

    private static Exchange Place(int number, int sent, int? answered, string key, int pieces, int? status, object? answer) =>
        Exchange(number, sent, answered, "POST", "/orders", key, new { customerId = "c", lines = new[] { new { productId = 7, quantity = pieces } } }, status, answer);

    private static Exchange Exchange(int number, int sent, int? answered, string method, string path, string? key, object? body, int? status, object? answer) => new(
        number, Start.AddMilliseconds(sent), answered is { } at ? Start.AddMilliseconds(at) : null, method, path, key,
        body is null ? null : JsonSerializer.SerializeToElement(body, JsonSerializerOptions.Web), status,
        answer is null ? null : JsonSerializer.SerializeToElement(answer, JsonSerializerOptions.Web));
}
