using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Shop.Tests.Hosting;

namespace Shop.Tests.Payments;

/// <summary>
/// Whatever is authorized, captured, voided and refunded in whatever order, with whatever gateway: each answer, and the ledger in
/// the end, is what plain arithmetic says.
/// </summary>
public sealed class LedgerArithmetic(ShopFixture shop) : ShopTest(shop, Part.Payments)
{
    private const int Histories = 20;
    private const decimal Price = 10m;

    [Fact]
    public Task Every_history_of_a_payment_ends_as_arithmetic_says()
    {
        var method = Gen.Frequency(
            (4, Gen.Constant("approve")), (1, Gen.Constant("decline")), (2, Gen.Constant("approve-but-lose-answer")), (1, Gen.Constant("timeout-then-approve")));
        var step = Gen.Frequency(
            (3, Gen.Constant((Step)new Authorize())),
            (3, Gen.Constant((Step)new Capture())),
            (1, Gen.Constant((Step)new Void())),
            (5, from id in Gen.Elements("a", "b", "c")
                from amount in Gen.Elements<decimal?>(null, 0.01m, 3m, 4.5m, 10m, 10.01m)
                select (Step)new Refund(id, amount)));
        var history = from usedMethod in method from steps in step.NonEmptyListOf() select (Method: usedMethod, Steps: steps.ToArray());
        var property = Prop.ForAll(history.ToArbitrary(), async each => await RunAsync(each.Method, each.Steps));

        // The library waits for each history on its own thread, which is not one that the test runner needs.
        return Task.Run(() => property.Check(Config.QuickThrowOnFailure.WithMaxTest(Histories).WithEndSize(16)));
    }

    private async Task RunAsync(string method, IReadOnlyList<Step> steps)
    {
        var orderId = Guid.CreateVersion7();
        var model = new Model(method);
        foreach (var step in steps)
        {
            using var response = step switch
            {
                Authorize => await Shop.AuthorizeAsync(orderId, Price, method),
                Capture => await Shop.CaptureAsync(orderId),
                Void => await Shop.VoidAsync(orderId),
                Refund(var id, var amount) => await Shop.RefundAsync(orderId, id, amount),
                _ => throw new InvalidOperationException($"{step} is not known."),
            };
            Assert.Equal((step, model.Apply(step)), (step, response.StatusCode));
        }

        if (model.Status is null) return;
        var money = await Shop.MoneyOfAsync(orderId);
        Assert.Equal((model.Status, model.Captured, model.Refunded), (money.Status, money.Captured, money.Refunded));

        var balances = new Dictionary<string, decimal>();
        foreach (var entry in money.Entries!)
        {
            balances[entry.Debit] = balances.GetValueOrDefault(entry.Debit) - entry.Amount;
            balances[entry.Credit] = balances.GetValueOrDefault(entry.Credit) + entry.Amount;
        }

        Assert.Equal(0m, balances.Values.Sum());
        Assert.Equal(model.Status == "Authorized" ? Price : 0m, balances.GetValueOrDefault("authorized"));
        Assert.Equal(model.Captured - model.Refunded, balances.GetValueOrDefault("merchant"));
        // What the gateway did is what the ledger says that it did.
        Assert.Equal(
            model.Captured - model.Refunded,
            await Shop.ScalarAsync<decimal>(
                "paymentdb",
                "SELECT coalesce(sum(CASE kind WHEN 'capture' THEN amount WHEN 'refund' THEN -amount ELSE 0 END), 0) "
                + "FROM gateway.operations WHERE order_id = $1 AND outcome = 'approved'",
                orderId));
    }

    private abstract record Step;

    private sealed record Authorize : Step;

    private sealed record Capture : Step;

    private sealed record Void : Step;

    private sealed record Refund(string Id, decimal? Amount) : Step;

    /// <summary>The same rules once more, in as few words as possible.</summary>
    private sealed class Model(string method)
    {
        private readonly Dictionary<string, decimal> _refunds = [];

        public string? Status { get; private set; }

        public decimal Captured { get; private set; }

        public decimal Refunded => _refunds.Values.Sum();

        public HttpStatusCode Apply(Step step)
        {
            switch (step)
            {
                case Authorize:
                    Status ??= method == "decline" ? "Declined" : "Authorized";
                    return Status switch { "Declined" => HttpStatusCode.PaymentRequired, "Voided" => HttpStatusCode.Conflict, _ => HttpStatusCode.OK };

                case Capture:
                    if (Status is null) return HttpStatusCode.NotFound;
                    if (Status is "Declined" or "Voided") return HttpStatusCode.Conflict;
                    if (Status == "Authorized") (Status, Captured) = ("Captured", Price);
                    return HttpStatusCode.OK;

                case Void:
                    if (Captured > 0) return HttpStatusCode.Conflict;
                    if (Status != "Declined") Status = "Voided";
                    return HttpStatusCode.OK;

                case Refund(var id, var amount):
                    if (Status is null) return HttpStatusCode.NotFound;
                    if (_refunds.TryGetValue(id, out var before)) return amount is null || amount == before ? HttpStatusCode.OK : HttpStatusCode.Conflict;
                    var wanted = amount ?? Captured - Refunded;
                    if (wanted == 0 || wanted > Captured - Refunded) return HttpStatusCode.Conflict;
                    _refunds[id] = wanted;
                    Status = Refunded == Captured ? "Refunded" : "PartiallyRefunded";
                    return HttpStatusCode.OK;

                default:
                    throw new InvalidOperationException($"{step} is not known.");
            }
        }
    }
}
