using Npgsql;
using Shop.Tests.Hosting;

namespace Shop.Tests.Payments;

/// <summary>The rules that the database holds, whoever writes to it.</summary>
public sealed class TheLedger(ShopFixture shop) : ShopTest(shop, Part.Payments)
{
    [Fact]
    public async Task The_books_balance()
    {
        var orderId = await Shop.CapturedAsync(30m);
        using var refund = await Shop.RefundAsync(orderId, "part", 12m);

        Assert.Equal(0m, await Shop.ScalarAsync<decimal>("paymentdb", "SELECT sum(balance) FROM payment.balances"));
    }

    [Theory]
    [InlineData("UPDATE payment.ledger_entries SET amount = amount + 1")]
    [InlineData("DELETE FROM payment.ledger_entries")]
    [InlineData("TRUNCATE payment.ledger_entries")]
    public async Task Entries_are_never_changed_or_removed(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Shop.ScalarAsync<object>("paymentdb", sql));
        Assert.Equal(PostgresErrorCodes.RestrictViolation, refused.SqlState);
    }

    [Theory]
    [InlineData("capture", "authorized", "merchant", 5.01, "")]
    [InlineData("void", "authorized", "customer", 5.01, "")]
    [InlineData("refund", "merchant", "customer", 0.01, "r")]
    [InlineData("capture", "merchant", "authorized", 5, "")]
    [InlineData("capture", "authorized", "merchant", -5, "")]
    [InlineData("capture", "authorized", "merchant", 0, "")]
    public async Task An_entry_that_moves_money_that_is_not_there_is_refused(string kind, string debit, string credit, double amount, string reference)
    {
        var orderId = await Shop.AuthorizedAsync(5m);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Shop.ScalarAsync<object>(
            "paymentdb",
            "INSERT INTO payment.ledger_entries (order_id, kind, debit_account, credit_account, amount, reference, currency, entered_at) "
            + "VALUES ($1, $2, $3, $4, $5, $6, 'EUR', now())",
            orderId, kind, debit, credit, (decimal)amount, reference));

        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }
}
