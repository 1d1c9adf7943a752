using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Products;

/// <summary>Reservations: all lines or none, once, whatever is repeated.</summary>
public sealed class ReservingGoods(ShopFixture shop) : ShopTest(shop, Part.Products)
{
    [Fact]
    public async Task Answers_the_priced_lines_in_the_order_asked_for()
    {
        var (first, second) = (await Shop.NewProductAsync(10, price: 2.50m), await Shop.NewProductAsync(10, price: 4m));
        var orderId = Guid.CreateVersion7();

        using var response = await Shop.ReserveAsync(orderId, new(second.Id, 3), new(first.Id, 2));

        var reservation = (await response.Content.ReadFromJsonAsync<ReservationView>())!;
        Assert.Equal((orderId, "Reserved", "EUR", 17.00m), (reservation.OrderId, reservation.Status, reservation.Currency, reservation.Total));
        Assert.Equal([second.Id, first.Id], reservation.Lines.Select(line => line.ProductId));
        Assert.Equal((second.Name, 3, 4m, 12m), (reservation.Lines[0].Name, reservation.Lines[0].Quantity, reservation.Lines[0].UnitPrice, reservation.Lines[0].Amount));
        Assert.Equal(7, await Shop.AvailableAsync(second.Id));
        Assert.Equal(8, await Shop.AvailableAsync(first.Id));
    }

    [Fact]
    public async Task Repeating_a_reservation_answers_the_prices_of_the_first_time()
    {
        var product = await Shop.NewProductAsync(10, price: 5m);
        var orderId = await Shop.ReservedAsync(new OrderLine(product.Id, 4));
        using var edit = new HttpRequestMessage(HttpMethod.Put, $"/products/{product.Id}")
        {
            Headers = { { "If-Match", "*" } },
            Content = JsonContent.Create(new { name = "Dearer now", category = "Tests", price = 99m }),
        };
        using var edited = await Shop.Products.SendAsync(edit);
        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);

        using var again = await Shop.ReserveAsync(orderId, new OrderLine(product.Id, 4));

        var reservation = (await again.Content.ReadFromJsonAsync<ReservationView>())!;
        Assert.Equal((20m, product.Name), (reservation.Total, reservation.Lines[0].Name));
        Assert.Equal((10, 4), await Shop.StockOfAsync(product.Id));
    }

    [Fact]
    public async Task One_line_that_is_short_leaves_all_of_them_unreserved_and_is_named()
    {
        var (plenty, few) = (await Shop.NewProductAsync(10), await Shop.NewProductAsync(2));

        using var response = await Shop.ReserveAsync(Guid.CreateVersion7(), new(plenty.Id, 1), new(few.Id, 3));

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var problem = await ProblemView.ReadAsync(response);
        Assert.Equal("/problems/insufficient-stock", problem.Type);
        var shortage = Assert.Single(problem.Document.GetProperty("products").EnumerateArray());
        Assert.Equal(few.Id, shortage.GetProperty("productId").GetInt32());
        Assert.Equal(3, shortage.GetProperty("requested").GetInt32());
        Assert.Equal(2, shortage.GetProperty("available").GetInt32());
        Assert.Equal((10, 0), await Shop.StockOfAsync(plenty.Id));
    }

    [Fact]
    public async Task An_unknown_product_is_named_with_its_line()
    {
        var known = await Shop.NewProductAsync(10);

        using var response = await Shop.ReserveAsync(Guid.CreateVersion7(), new(known.Id, 1), new(int.MaxValue, 1));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var problem = await ProblemView.ReadAsync(response);
        Assert.Equal("/problems/unknown-product", problem.Type);
        Assert.Equal(["lines[1].productId"], problem.Fields);
        Assert.Equal([int.MaxValue], problem.Document.GetProperty("products").EnumerateArray().Select(id => id.GetInt32()));
        Assert.Equal((10, 0), await Shop.StockOfAsync(known.Id));
    }

    [Fact]
    public async Task Other_lines_for_the_same_order_are_refused()
    {
        var product = await Shop.NewProductAsync(10);
        var orderId = await Shop.ReservedAsync(new OrderLine(product.Id, 1));

        using var response = await Shop.ReserveAsync(orderId, new OrderLine(product.Id, 2));

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("/problems/reservation-conflict", (await ProblemView.ReadAsync(response)).Type);
        Assert.Equal((10, 1), await Shop.StockOfAsync(product.Id));
    }

    [Fact]
    public async Task Committing_twice_takes_the_goods_once_and_they_cannot_come_back()
    {
        var product = await Shop.NewProductAsync(10);
        var orderId = await Shop.ReservedAsync(new OrderLine(product.Id, 4));

        using var first = await Shop.CommitAsync(orderId);
        using var second = await Shop.CommitAsync(orderId);
        using var release = await Shop.ReleaseAsync(orderId);
        using var again = await Shop.ReserveAsync(orderId, new OrderLine(product.Id, 4));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Conflict],
            [first.StatusCode, second.StatusCode, release.StatusCode, again.StatusCode]);
        Assert.Equal("/problems/reservation-closed", (await ProblemView.ReadAsync(release)).Type);
        Assert.Equal("/problems/reservation-closed", (await ProblemView.ReadAsync(again)).Type);
        Assert.Equal((6, 0), await Shop.StockOfAsync(product.Id));
    }

    [Fact]
    public async Task Releasing_twice_frees_the_goods_once_and_they_cannot_be_committed()
    {
        var product = await Shop.NewProductAsync(10);
        var orderId = await Shop.ReservedAsync(new OrderLine(product.Id, 4));

        using var first = await Shop.ReleaseAsync(orderId);
        using var second = await Shop.ReleaseAsync(orderId);
        using var commit = await Shop.CommitAsync(orderId);

        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.Conflict],
            [first.StatusCode, second.StatusCode, commit.StatusCode]);
        Assert.Equal((10, 0), await Shop.StockOfAsync(product.Id));
    }

    [Fact]
    public async Task A_reservation_that_arrives_after_its_release_reserves_nothing()
    {
        var product = await Shop.NewProductAsync(10);
        var orderId = Guid.CreateVersion7();

        using var release = await Shop.ReleaseAsync(orderId);
        using var late = await Shop.ReserveAsync(orderId, new OrderLine(product.Id, 1));

        Assert.Equal(HttpStatusCode.NoContent, release.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal("/problems/reservation-closed", (await ProblemView.ReadAsync(late)).Type);
        Assert.Equal((10, 0), await Shop.StockOfAsync(product.Id));
    }

    [Fact]
    public async Task Committing_what_was_never_reserved_is_not_found()
    {
        using var response = await Shop.CommitAsync(Guid.CreateVersion7());
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        await ProblemView.ReadAsync(response);
    }
}
