using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Tests.Hosting;
using Shop.Web.Retention;

namespace Shop.Tests.Web;

/// <summary>What was put into a cart is kept for a month, and not for ever.</summary>
public sealed class CartsNobodyCameBackFor(ShopFixture shop) : ShopTest(shop, Part.Orders)
{
    [Fact]
    public async Task Old_lines_of_carts_and_old_traces_are_deleted_and_young_ones_are_not()
    {
        // More than a batch.
        const int many = 600;
        await using var pages = await PagesAlone.StartAsync(Shop);
        await pages.Database.RunAsync($"""
            INSERT INTO web.cart_lines (cart_id, product_id, quantity, changed_at) SELECT 'person old', i, 1, now() - interval '31 days' FROM generate_series(1, {many}) i;
            INSERT INTO web.cart_lines (cart_id, product_id, quantity, changed_at) VALUES ('person young', 1, 1, now() - interval '29 days');
            INSERT INTO web.placed_orders (order_id, trace_id, placed_at) SELECT gen_random_uuid(), repeat('a', 32), now() - interval '31 days' FROM generate_series(1, {many});
            INSERT INTO web.placed_orders (order_id, trace_id, placed_at) VALUES (gen_random_uuid(), repeat('b', 32), now() - interval '29 days');
            """);

        await pages.Services.GetServices<IHostedService>().OfType<WebRetention>().Single().PurgeAsync(TestContext.Current.CancellationToken);

        Assert.Equal("person young", await ScalarAsync("SELECT string_agg(cart_id, ',') FROM web.cart_lines"));
        Assert.Equal(new string('b', 32), await ScalarAsync("SELECT string_agg(trace_id, ',') FROM web.placed_orders"));

        async Task<object?> ScalarAsync(string sql)
        {
            await using var command = pages.Database.Source.CreateCommand(sql);
            return await command.ExecuteScalarAsync();
        }
    }
}
