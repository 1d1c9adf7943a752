using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Faults.Checker;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>
/// Somebody who sends one order and, when it is confirmed, has it shipped or calls it off. A patient one sends each request
/// until it is answered for good, always with the same key; an impatient one sends it once and goes away. Some hang up, some send
/// the same request twice at once, some try another order under the same key. What it was told is written down.
/// </summary>
/// <param name="orders">A client of the order service.</param>
/// <param name="name">The customer's id.</param>
/// <param name="lines">What it orders.</param>
/// <param name="paymentMethod">How it pays.</param>
/// <param name="dice">Decides what it does.</param>
/// <param name="acknowledged">Where it writes down what it was told.</param>
internal sealed class Customer(
    HttpClient orders, string name, IReadOnlyList<OrderLine> lines, string paymentMethod, Random dice, Acknowledged acknowledged)
{
    /// <summary>Longer than an outage; a request that is not answered by then is given up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestBeforeHangingUp = TimeSpan.FromMilliseconds(300);

    private readonly bool _patient = dice.Next(5) > 0;
    private readonly string _key = Guid.CreateVersion7().ToString();

    /// <summary>Whether the shop may still come upon a request that nobody waits for any more.</summary>
    private bool _leftRequest;

    /// <summary>Comes, orders and goes.</summary>
    public async Task ShopAsync()
    {
        acknowledged.Came(name);
        var habit = dice.Next(8);
        if (habit == 0)
        {
            await HangUpAsync();
            if (dice.Next(2) == 0) return;
        }

        var answers = habit == 1 ? await Task.WhenAll(PlaceAsync(lines), PlaceAsync(lines)) : [await PlaceAsync(lines)];
        if (!_leftRequest && answers.All(answer => answer.ToldNothing)) acknowledged.AddNothing(name);
        foreach (var (status, answer, _) in answers)
        {
            switch (status)
            {
                case HttpStatusCode.Created:
                    acknowledged.Add(answer.GetProperty("id").GetGuid(), Told.Confirmed);
                    break;
                case HttpStatusCode.PaymentRequired or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity:
                    acknowledged.Add(answer.GetProperty("orderId").GetGuid(), Told.Refused);
                    break;
            }
        }

        if (habit == 2 && answers[0].Status is not null) await WantSomethingElseAsync();
        if (answers.FirstOrDefault(answer => answer.Status == HttpStatusCode.Created) is { Status: not null, Answer: var order })
            await DecideAsync(order.GetProperty("id").GetGuid());
    }

    private Task<(HttpStatusCode? Status, JsonElement Answer, bool ToldNothing)> PlaceAsync(IReadOnlyList<OrderLine> wanted) => AskAsync(() => Request(wanted));

    private HttpRequestMessage Request(IReadOnlyList<OrderLine> wanted) => new(HttpMethod.Post, "/orders")
    {
        Headers = { { "Idempotency-Key", _key } },
        Content = JsonContent.Create(new { customerId = name, lines = wanted, paymentMethod }),
    };

    /// <summary>Sends the order and is gone before it is answered, most of the time.</summary>
    private async Task HangUpAsync()
    {
        _leftRequest = true;
        using var patience = new CancellationTokenSource(LongestBeforeHangingUp * dice.NextDouble());
        try
        {
            using var request = Request(lines);
            using var response = await orders.SendAsync(request, patience.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // Nobody is there to hear it.
        }
    }

    /// <summary>One piece more, under the key that stands for an order by now.</summary>
    private async Task WantSomethingElseAsync()
    {
        OrderLine[] more = [lines[0] with { Quantity = lines[0].Quantity + 1 }, .. lines.Skip(1)];
        var (status, answer, _) = await PlaceAsync(more);
        if (status is null) return;
        if (status == HttpStatusCode.UnprocessableEntity && answer.GetProperty("type").GetString() == "/problems/idempotency-key-reused")
            acknowledged.AddNotOrdered(name, more.ToDictionary(line => line.ProductId, line => line.Quantity));
        else
            acknowledged.AddUnexpected($"Another order under the same key was answered {status}: {answer}");
    }

    private async Task DecideAsync(Guid id)
    {
        switch (dice.Next(10))
        {
            case < 4:
                await ShipAsync(id);
                break;
            case < 6:
                await CancelAsync(id);
                break;
            case 6:
                // Two people with two opinions: one of them is told 409.
                await Task.WhenAll(ShipAsync(id), CancelAsync(id));
                break;
        }
    }

    private async Task ShipAsync(Guid id)
    {
        var (status, _, _) = await AskAsync(() => new(HttpMethod.Post, $"/orders/{id}/ship"));
        if (status != HttpStatusCode.OK) return;

        acknowledged.Add(id, Told.Shipped);
        if (dice.Next(3) > 0) return;

        (status, var answer, _) = await AskAsync(() => new(HttpMethod.Post, $"/orders/{id}/refund")
        {
            Content = JsonContent.Create(new { amount = 0.50m, refundId = Acknowledged.RefundId }),
        });
        if (status == HttpStatusCode.OK && answer.GetProperty("refunded").GetDecimal() > 0) acknowledged.Add(id, Told.Refunded);
    }

    private async Task CancelAsync(Guid id)
    {
        var (status, _, _) = await AskAsync(() => new(HttpMethod.Post, $"/orders/{id}/cancel"));
        if (status == HttpStatusCode.OK) acknowledged.Add(id, Told.Cancelled);
    }

    /// <summary>Sends a request until it is answered for good. No answer, 202 and 503 are not for good.</summary>
    /// <returns>The answer, or none, and then whether the last one was that nothing was ordered.</returns>
    private async Task<(HttpStatusCode? Status, JsonElement Answer, bool ToldNothing)> AskAsync(Func<HttpRequestMessage> request)
    {
        using var patience = new CancellationTokenSource(Patience);
        var toldNothing = false;
        while (true)
        {
            toldNothing = false;
            try
            {
                using var bound = new CancellationTokenSource(AnswerBound);
                using var message = request();
                using var response = await orders.SendAsync(message, bound.Token);
                var answer = await response.Content.ReadFromJsonAsync<JsonElement>(bound.Token);
                switch (response.StatusCode)
                {
                    case HttpStatusCode.Accepted:
                        acknowledged.Add(answer.GetProperty("id").GetGuid(), Told.Accepted);
                        break;
                    case HttpStatusCode.ServiceUnavailable:
                        toldNothing = answer.GetProperty("type").GetString() == "/problems/product-unavailable";
                        break;
                    case HttpStatusCode.OK or HttpStatusCode.Created:
                    case HttpStatusCode.PaymentRequired or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity:
                        return (response.StatusCode, answer, false);
                    default:
                        acknowledged.AddUnexpected($"{message.Method} {message.RequestUri} was answered {(int)response.StatusCode}: {answer}");
                        return (response.StatusCode, answer, false);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or JsonException)
            {
                // Nobody there, or the answer was cut: whether anything was done is not known.
                _leftRequest |= exception is OperationCanceledException;
            }

            if (!_patient || patience.IsCancellationRequested) return (null, default, toldNothing);
            await Task.Delay(Pause);
        }
    }
}
