using System.Net;
using System.Net.Http.Json;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>"Nothing was ordered" is said only when that is decided and written down; until then a client is told where its order is.</summary>
public sealed class NothingWasOrdered(ShopFixture shop, OrdersAlone alone) : ShopTest(shop), IClassFixture<OrdersAlone>
{
    private readonly string _customer = $"nothing-{Guid.NewGuid():N}";
    private readonly string _key = Guid.NewGuid().ToString();

    [Fact]
    public async Task While_somebody_may_still_drive_an_order_its_client_is_told_where_it_is()
    {
        await alone.StartAsync(Shop);
        var product = await alone.NewProductAsync();
        var (asked, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        alone.InPlace = async context =>
        {
            if (context.Request.Method != "PUT") return false;
            asked.TrySetResult();
            await goOn.Task;
            return false;
        };

        var first = alone.PlaceAsync(product, _customer, _key);
        await asked.Task;
        using var repeated = await alone.PlaceAsync(product, _customer, _key);
        goOn.SetResult();
        using var confirmed = await first;

        Assert.Equal(HttpStatusCode.Created, confirmed.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, repeated.StatusCode);
        Assert.Equal(confirmed.Headers.Location, repeated.Headers.Location);
        Assert.NotNull(repeated.Headers.RetryAfter);
    }

    [Fact]
    public async Task An_order_whose_commit_was_not_heard_of_is_driven_on_by_its_own_request()
    {
        await alone.StartAsync(Shop);
        var product = await alone.NewProductAsync();
        await PlaceOnLivingSessionsAsync(product);
        var lost = alone.Wire.Lost;
        alone.Wire.LoseAnswerAfter(_key);

        using var response = await alone.PlaceAsync(product, _customer, _key);

        Assert.Equal(lost + 1, alone.Wire.Lost);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Single(await alone.OrdersOfAsync(_customer));
    }

    [Fact]
    public async Task When_the_database_goes_away_after_an_order_was_written_down_its_client_is_told_where_it_is()
    {
        await alone.StartAsync(Shop);
        var product = await alone.NewProductAsync();
        alone.InPlace = async context =>
        {
            if (context.Request.Method == "PUT" && context.Request.Path.StartsWithSegments("/payments")) await alone.Wire.CutAsync(true);
            return false;
        };

        using var response = await alone.PlaceAsync(product, _customer, _key);
        alone.InPlace = null;
        await alone.Wire.CutAsync(false);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.NotNull(response.Headers.Location);
        await alone.BecomesAsync((await response.Content.ReadFromJsonAsync<OrderView>())!.Id, "Confirmed");
    }

    [Fact]
    public async Task A_request_that_arrives_after_its_client_was_told_that_nothing_was_ordered_orders_nothing()
    {
        await alone.StartAsync(Shop);
        var product = await alone.NewProductAsync();
        var putOff = await PutOffForGoodAsync(product);

        // The first attempt, which was on its way to the database all the time: another id, the same key.
        var late = new Order
        {
            Id = Guid.CreateVersion7(),
            CustomerId = _customer,
            OrderDate = TimeProvider.System.GetStoredNow(),
            PaymentMethod = "approve",
            Lines = [new OrderApi.Orders.OrderLine(product, 2)],
        }.In(OrderState.Placed);
        await using var connection = await alone.Database.Source.OpenConnectionAsync();
        var placed = await OrderStatements.PlaceAsync(
            connection, null, [new(late, IdempotencyKey.For(late, _key), TimeSpan.Zero)], TimeSpan.FromDays(1), CancellationToken.None);

        Assert.Empty(placed);
        Assert.Equal(putOff, Assert.Single(await alone.OrdersOfAsync(_customer)).Id);
    }

    [Fact]
    public async Task Who_was_told_that_nothing_was_ordered_hears_it_again_and_orders_under_another_key()
    {
        await alone.StartAsync(Shop);
        var product = await alone.NewProductAsync();
        var putOff = await PutOffForGoodAsync(product);

        // Late or sent again: nobody can tell one from the other.
        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => alone.PlaceAsync(product, _customer, _key)));
        using var another = await alone.PlaceAsync(product, _customer, _key, quantity: 3);
        Assert.All(again, answer => Assert.Equal((HttpStatusCode.ServiceUnavailable, "true"), (answer.StatusCode, answer.Headers.GetValues("Idempotency-Replayed").Single())));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, another.StatusCode);
        Assert.Equal(putOff, Assert.Single(await alone.OrdersOfAsync(_customer)).Id);

        using var anew = await alone.PlaceAsync(product, _customer, Guid.NewGuid().ToString());
        Assert.Equal(HttpStatusCode.Created, anew.StatusCode);
    }

    [Fact]
    public async Task A_key_is_one_order_also_when_the_services_clock_is_a_day_ahead()
    {
        await alone.StartAsync(Shop);
        var product = await alone.NewProductAsync();
        using var first = await alone.PlaceAsync(product, _customer, _key);

        alone.Clock.Offset = TimeSpan.FromHours(25);
        using var second = await alone.PlaceAsync(product, _customer, _key);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Single(await alone.OrdersOfAsync(_customer));
    }

    /// <summary>An order's way once, on sessions that are alive: another test may have cut those that there were.</summary>
    private async Task PlaceOnLivingSessionsAsync(int product) => await Eventually.BecomesAsync("an order to be confirmed", async () =>
    {
        using var response = await alone.PlaceAsync(product, $"{_customer}-before", Guid.NewGuid().ToString());
        return response.StatusCode;
    }, status => status == HttpStatusCode.Created);

    /// <summary>An order that was refused because products are away, and holds nothing any more.</summary>
    private async Task<Guid> PutOffForGoodAsync(int product)
    {
        alone.InPlace = context =>
        {
            context.Response.StatusCode = 503;
            return Task.FromResult(context.Request.Method == "PUT");
        };
        using var response = await alone.PlaceAsync(product, _customer, _key);
        alone.InPlace = null;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var problem = await ProblemView.ReadAsync(response);
        Assert.Equal("/problems/product-unavailable", problem.Type);
        var id = problem.Document.GetProperty("orderId").GetGuid();
        await alone.BecomesAsync(id, "Rejected");
        return id;
    }
}
