using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.Tests.Hosting;
using Order = Shop.OrderApi.Orders.Order;
using OrdersAlone = Shop.Tests.Webhooks.OrdersAlone;

namespace Shop.Tests.Orders;

/// <summary>
/// A statement has the same types of parameters whatever they hold. One whose types differ from those that it was prepared with is parsed and
/// planned anew, and so is every later one on that connection.
/// </summary>
public sealed class PreparedOnce(ShopFixture shop) : ShopTest(shop, Part.Orders)
{
    [Fact]
    public async Task A_change_that_tells_nothing_and_one_that_does_are_one_statement()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop);
        await using var connection = await orders.Services.GetRequiredService<OrderDatabase>().DataSource.OpenConnectionAsync();
        var order = new Order { Id = Guid.CreateVersion7(), CustomerId = "ada", OrderDate = DateTimeOffset.UtcNow, PaymentMethod = "approve", Lines = [] };
        var silent = new OrderChange(order, DueIn: null, Leased: false);
        var told = silent with { Event = OrderEvent.Reached(order, 2, DateTimeOffset.UtcNow) };

        // There is no such order: what is written does not matter. The first is only counted where nothing has warmed the connection up.
        foreach (var change in (OrderChange[])[silent, silent, told, told, silent])
            await OrderStatements.SaveAsync(connection, transaction: null, [change], TestContext.Current.CancellationToken);

        await using var prepared = new NpgsqlCommand(
            "SELECT sum(generic_plans + custom_plans)::int FROM pg_prepared_statements WHERE statement LIKE '%refund_id, trace_parent, actor, event_actor%'", connection);
        Assert.InRange((int)(await prepared.ExecuteScalarAsync(TestContext.Current.CancellationToken))!, 4, 5);
    }
}
