namespace Shop.Proof.Audit;

/// <summary>Money: moved once, as far as the order's status says, and the ledger says what the gateway did.</summary>
internal static class MoneyRules
{
    private static readonly Dictionary<string, (string Debit, string Credit)> Accounts = new()
    {
        ["authorize"] = ("customer", "authorized"),
        ["void"] = ("authorized", "customer"),
        ["capture"] = ("authorized", "merchant"),
        ["refund"] = ("merchant", "customer"),
    };

    public static IEnumerable<Violation> Check(Books books)
    {
        foreach (var order in books.Orders.Values)
        {
            var (ledger, gateway) = (new Sums(books.Ledger[order.Id]), new Sums(books.Gateway[order.Id]));
            foreach (var (name, sums) in ((string, Sums)[])[("ledger", ledger), ("gateway", gateway)])
            {
                if (sums.Authorizations > 1 || sums.Captures > 1 || sums.Captured > order.Total || sums.Captured > sums.Authorized)
                    yield return new(Invariant.ChargedTwice, $"order {order.Id} of {order.Total}, by the {name}: {sums}");
                if (order.Status == "Confirmed" && (sums.Authorized != order.Total || sums.Voids > 0 || sums.Captures > 0))
                    yield return new(Invariant.NotCharged, $"order {order.Id} of {order.Total} is confirmed, by the {name}: {sums}");
                if (order.Status == "Shipped" && (sums.Captured != order.Total || sums.Voids > 0))
                    yield return new(Invariant.NotCharged, $"order {order.Id} of {order.Total} is shipped, by the {name}: {sums}");
                if (order.Status is "Rejected" or "Cancelled" && sums.HoldsMoney)
                    yield return new(Invariant.HoldsMoney, $"order {order.Id} is {order.Status}, by the {name}: {sums}");
            }

            var refunded = order.Refunds.Where(refund => refund.Status == "Done").Sum(refund => refund.Amount);
            if (order.Status is "Shipped" or "Cancelled" && refunded != ledger.Refunded)
                yield return new(Invariant.LedgerWrong, $"order {order.Id} gave back {refunded}, by the ledger: {ledger}");
        }

        foreach (var orderId in books.Ledger.Select(entries => entries.Key).Union(books.Gateway.Select(operations => operations.Key)))
        {
            var (ledger, gateway) = (new Sums(books.Ledger[orderId]), new Sums(books.Gateway[orderId]));
            if (!books.Orders.ContainsKey(orderId) && (ledger.HoldsMoney || gateway.HoldsMoney))
                yield return new(Invariant.HoldsMoney, $"money is held for order {orderId}, which does not exist");
            if (!Balances(books.Ledger[orderId]))
                yield return new(Invariant.LedgerWrong, $"order {orderId}: {string.Join(", ", books.Ledger[orderId].Select(e => $"{e.Kind} {e.Amount} from {e.Debit} to {e.Credit}"))}");
            // The gateway may have done more than was heard of: money that was held and let go again before anybody knew.
            if (ledger.Captured != gateway.Captured || ledger.Refunded != gateway.Refunded || ledger.Authorized > gateway.Authorized || ledger.Held != gateway.Held)
                yield return new(Invariant.LedgerUnlikeGateway, $"order {orderId}, by the ledger: {ledger}, and by the gateway: {gateway}");
        }

        foreach (var payment in books.Payments)
        {
            var status = StatusOf(payment, new Sums(books.Ledger[payment.OrderId]));
            if (payment.ListedAs != status)
                yield return new(Invariant.ListedWrong, $"the payment of order {payment.OrderId} is listed as {payment.ListedAs}, by the ledger it is {status}");
        }

        foreach (var open in books.OpenGatewayRequests)
            yield return new(Invariant.LedgerUnlikeGateway, $"the gateway was asked for {open}, and the ledger knows of no result");
    }

    private static string StatusOf(PaymentRow payment, Sums ledger) => (payment, ledger) switch
    {
        ({ IsDeclined: true }, _) => "Declined",
        (_, { Captured: > 0 }) when ledger.Refunded == ledger.Captured => "Refunded",
        (_, { Captured: > 0 }) => ledger.Refunded > 0 ? "PartiallyRefunded" : "Captured",
        (_, { Held: > 0 }) => "Authorized",
        (_, { Authorizations: 0 }) when !payment.IsSettled => "Pending",
        _ => "Voided",
    };

    /// <summary>Each entry takes from one account what it gives to another, the two that its kind asks for, and none of them is overdrawn.</summary>
    private static bool Balances(IEnumerable<MoneyRow> entries)
    {
        var balances = new Dictionary<string, decimal>();
        foreach (var entry in entries)
        {
            if (!Accounts.TryGetValue(entry.Kind, out var accounts) || accounts != (entry.Debit, entry.Credit)) return false;
            balances[entry.Debit] = balances.GetValueOrDefault(entry.Debit) - entry.Amount;
            balances[entry.Credit] = balances.GetValueOrDefault(entry.Credit) + entry.Amount;
            if (balances.Any(account => account.Key != "customer" && account.Value < 0)) return false;
        }

        return balances.Values.Sum() == 0;
    }

    /// <summary>What became of the money of an order.</summary>
    private sealed class Sums(IEnumerable<MoneyRow> movements)
    {
        private readonly MoneyRow[] _movements = [.. movements];

        public int Authorizations => Count("authorize");

        public int Captures => Count("capture");

        public int Voids => Count("void");

        public decimal Authorized => Sum("authorize");

        public decimal Captured => Sum("capture");

        public decimal Refunded => Sum("refund");

        public decimal Held => Voids > 0 ? 0 : Authorized - Captured;

        public bool HoldsMoney => Captured != Refunded || (Authorizations > 0 && Captures == 0 && Voids == 0);

        public override string ToString() =>
            _movements.Length == 0 ? "nothing" : string.Join(", ", _movements.Select(movement => $"{movement.Kind} {movement.Amount}"));

        private int Count(string kind) => _movements.Count(movement => movement.Kind == kind);

        private decimal Sum(string kind) => _movements.Where(movement => movement.Kind == kind).Sum(movement => movement.Amount);
    }
}
