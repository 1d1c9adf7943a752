using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Proof.History;

namespace Shop.Proof.Load;

/// <summary>What an order line asks for.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">Pieces.</param>
internal sealed record OrderLine(int ProductId, int Quantity);

/// <summary>
/// Somebody who sends one order and, when it is confirmed, has it shipped or calls it off. A patient one sends each request
/// until it is answered for good, always with the same key; an impatient one sends it once and goes away. Some hang up, some send
/// the same request twice at once, some try another order under the same key, and some order anew when nothing was ordered.
/// </summary>
/// <param name="orders">A client of the order service that writes down what the customer is told.</param>
/// <param name="name">The customer's id.</param>
/// <param name="lines">What it orders.</param>
/// <param name="paymentMethod">How it pays.</param>
/// <param name="dice">Decides what it does.</param>
internal sealed class Customer(HttpClient orders, string name, IReadOnlyList<OrderLine> lines, string paymentMethod, Random dice)
{
    /// <summary>Longer than an outage; a request that is not answered by then is given up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestBeforeHangingUp = TimeSpan.FromMilliseconds(300);

    private readonly bool _patient = dice.Next(5) > 0;
    private string _key = Guid.CreateVersion7().ToString();

    /// <summary>Comes, orders and goes.</summary>
    public async Task ShopAsync()
    {
        var habit = dice.Next(8);
        if (habit == 0)
        {
            await HangUpAsync();
            if (dice.Next(2) == 0) return;
        }

        var answers = habit == 1 ? await Task.WhenAll(PlaceAsync(lines), PlaceAsync(lines)) : [await PlaceAsync(lines)];
        if (habit == 2 && answers[0].Status is not null) await PlaceAsync([lines[0] with { Quantity = lines[0].Quantity + 1 }, .. lines.Skip(1)]);
        if (_patient && answers.All(answer => answer.Status == HttpStatusCode.ServiceUnavailable))
        {
            _key = Guid.CreateVersion7().ToString();
            answers = [await PlaceAsync(lines)];
        }

        if (answers.FirstOrDefault(answer => answer.Status == HttpStatusCode.Created) is { Status: not null, Answer: var order })
            await DecideAsync(order.GetProperty("id").GetGuid());
    }

    private Task<(HttpStatusCode? Status, JsonElement Answer)> PlaceAsync(IReadOnlyList<OrderLine> wanted) => AskAsync(() => Request(wanted));

    private HttpRequestMessage Request(IReadOnlyList<OrderLine> wanted) => new(HttpMethod.Post, "/orders")
    {
        Headers = { { "Idempotency-Key", _key } },
        Content = JsonContent.Create(new { customerId = name, lines = wanted, paymentMethod }),
    };

    /// <summary>Sends the order and is gone before it is answered, most of the time.</summary>
    private async Task HangUpAsync()
    {
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
        var (status, _) = await AskAsync(() => new(HttpMethod.Post, $"/orders/{id}/ship"));
        if (status != HttpStatusCode.OK || dice.Next(3) > 0) return;

        await AskAsync(() => new(HttpMethod.Post, $"/orders/{id}/refund") { Content = JsonContent.Create(new { amount = 0.50m, refundId = ClientHistory.RefundId }) });
    }

    private Task<(HttpStatusCode? Status, JsonElement Answer)> CancelAsync(Guid id) => AskAsync(() => new(HttpMethod.Post, $"/orders/{id}/cancel"));

    /// <summary>Sends a request until it is answered for good. No answer, 202 and 503 are not for good, unless nothing was ordered.</summary>
    /// <returns>The last answer, or none.</returns>
    private async Task<(HttpStatusCode? Status, JsonElement Answer)> AskAsync(Func<HttpRequestMessage> request)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var bound = new CancellationTokenSource(AnswerBound);
                using var message = request();
                using var response = await orders.SendAsync(message, bound.Token);
                var answer = await response.Content.ReadFromJsonAsync<JsonElement>(bound.Token);
                var isOpen = response.StatusCode == HttpStatusCode.Accepted
                    || (response.StatusCode == HttpStatusCode.ServiceUnavailable && answer.GetProperty("type").GetString() != "/problems/product-unavailable");
                if (!isOpen) return (response.StatusCode, answer);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or JsonException)
            {
                // Nobody there, or the answer was cut: whether anything was done is not known.
            }

            if (!_patient || patience.IsCancellationRequested) return (null, default);
            await Task.Delay(Pause);
        }
    }
}
