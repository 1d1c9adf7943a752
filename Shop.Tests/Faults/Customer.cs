using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Faults.Checker;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>
/// Somebody who sends one order and, when it is confirmed, has it shipped or calls it off. A patient one sends each request
/// until it is answered for good, always with the same key; an impatient one sends it once and goes away. What it was told is
/// written down.
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

    private readonly bool _patient = dice.Next(5) > 0;

    /// <summary>Comes, orders and goes.</summary>
    public async Task ShopAsync()
    {
        acknowledged.Came(name);
        var key = Guid.CreateVersion7().ToString();
        var (status, answer) = await AskAsync(() => new(HttpMethod.Post, "/orders")
        {
            Headers = { { "Idempotency-Key", key } },
            Content = JsonContent.Create(new { customerId = name, lines, paymentMethod }),
        });
        switch (status)
        {
            case HttpStatusCode.Created:
                var id = answer.GetProperty("id").GetGuid();
                acknowledged.Add(id, Told.Confirmed);
                await DecideAsync(id);
                break;
            case HttpStatusCode.PaymentRequired or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity:
                acknowledged.Add(answer.GetProperty("orderId").GetGuid(), Told.Refused);
                break;
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
        if (status != HttpStatusCode.OK) return;

        acknowledged.Add(id, Told.Shipped);
        if (dice.Next(3) > 0) return;

        (status, var answer) = await AskAsync(() => new(HttpMethod.Post, $"/orders/{id}/refund")
        {
            Content = JsonContent.Create(new { amount = 0.50m, refundId = Acknowledged.RefundId }),
        });
        if (status == HttpStatusCode.OK && answer.GetProperty("refunded").GetDecimal() > 0) acknowledged.Add(id, Told.Refunded);
    }

    private async Task CancelAsync(Guid id)
    {
        var (status, _) = await AskAsync(() => new(HttpMethod.Post, $"/orders/{id}/cancel"));
        if (status == HttpStatusCode.OK) acknowledged.Add(id, Told.Cancelled);
    }

    /// <summary>Sends a request until it is answered for good. No answer, 202 and 503 are not for good.</summary>
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
                switch (response.StatusCode)
                {
                    case HttpStatusCode.Accepted:
                        acknowledged.Add(answer.GetProperty("id").GetGuid(), Told.Accepted);
                        break;
                    case HttpStatusCode.ServiceUnavailable:
                        break;
                    case HttpStatusCode.OK or HttpStatusCode.Created:
                    case HttpStatusCode.PaymentRequired or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity:
                        return (response.StatusCode, answer);
                    default:
                        acknowledged.AddUnexpected($"{message.Method} {message.RequestUri} was answered {(int)response.StatusCode}: {answer}");
                        return (response.StatusCode, answer);
                }
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
