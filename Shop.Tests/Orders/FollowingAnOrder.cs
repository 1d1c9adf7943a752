using System.Net;
using System.Text.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Orders;

/// <summary><c>GET /orders/{id}/events</c>: server-sent events (WHATWG HTML, section 9.2).</summary>
public sealed class FollowingAnOrder(ShopFixture shop) : ShopTest(shop)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_stream_tells_what_has_happened_and_then_what_happens()
    {
        var order = await NewOrderAsync();
        using var stream = await OpenAsync(order);
        Assert.Equal("text/event-stream", stream.ContentType);
        Assert.Equal("order.placed", (await stream.NextAsync()).Type);
        Assert.Equal("order.confirmed", (await stream.NextAsync()).Type);

        var next = stream.NextAsync();
        Assert.False(next.IsCompleted);
        Assert.Equal(HttpStatusCode.OK, await Shop.ShipAsync(order));

        var shipped = await next;
        Assert.Equal(("order.shipped", order), (shipped.Type, shipped.Data.GetProperty("orderId").GetGuid()));
    }

    [Fact]
    public async Task Who_comes_back_with_the_last_event_id_misses_nothing_and_sees_nothing_twice()
    {
        var order = await NewOrderAsync();
        string confirmed;
        using (var stream = await OpenAsync(order))
        {
            await stream.NextAsync();
            confirmed = (await stream.NextAsync()).Id;
        }

        Assert.Equal(HttpStatusCode.OK, await Shop.ShipAsync(order));
        Assert.Equal(HttpStatusCode.OK, await Shop.GiveBackAsync(order, 1m));

        using var again = await OpenAsync(order, confirmed);
        Assert.Equal("order.shipped", (await again.NextAsync()).Type);
        Assert.Equal("order.refunded", (await again.NextAsync()).Type);
    }

    [Fact]
    public async Task The_stream_of_an_order_that_is_over_ends_and_is_not_asked_for_again()
    {
        var order = await NewOrderAsync();
        Assert.Equal(HttpStatusCode.OK, await Shop.CancelAsync(order));
        string last;
        using (var stream = await OpenAsync(order))
        {
            await stream.NextAsync();
            await stream.NextAsync();
            (last, var type, _) = await stream.NextAsync();
            Assert.Equal("order.cancelled", type);
            Assert.True(await stream.EndsAsync());
        }

        // 204 tells a browser not to connect again.
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/orders/{order}/events") { Headers = { { "Last-Event-ID", last } } };
        using var over = await Shop.Orders.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, over.StatusCode);
    }

    [Fact]
    public async Task A_last_event_id_that_is_none_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/orders/{await NewOrderAsync()}/events") { Headers = { { "Last-Event-ID", "yesterday" } } };
        using var response = await Shop.Orders.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Last-Event-ID", (await ProblemView.ReadAsync(response)).Fields);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1000000")]
    public async Task A_last_event_id_that_was_never_sent_begins_the_stream_anew(string lastEventId)
    {
        using var stream = await OpenAsync(await NewOrderAsync(), lastEventId);
        Assert.Equal("0", (await stream.NextAsync()).Id);
    }

    private async Task<Guid> NewOrderAsync() => (await Shop.ConfirmedOrderAsync((await Shop.NewProductAsync(stock: 1)).Id)).Id;

    private async Task<EventStreamReader> OpenAsync(Guid order, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/orders/{order}/events");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await Shop.Orders.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>Reads a stream event by event.</summary>
    private sealed class EventStreamReader(HttpResponseMessage response, StreamReader lines) : IDisposable
    {
        public string? ContentType => response.Content.Headers.ContentType?.MediaType;

        /// <summary>The next event; comments that keep the connection alive do not prolong the wait for it.</summary>
        public Task<(string Id, string Type, JsonElement Data)> NextAsync() => ReadAsync().WaitAsync(Patience);

        public async Task<bool> EndsAsync() => await lines.ReadLineAsync().WaitAsync(Patience) is null;

        public void Dispose()
        {
            lines.Dispose();
            response.Dispose();
        }

        private async Task<(string Id, string Type, JsonElement Data)> ReadAsync()
        {
            var fields = new Dictionary<string, string>();
            while (await lines.ReadLineAsync() is { } line)
            {
                if (line.Length == 0 && fields.Count > 0) return (fields["id"], fields["event"], JsonDocument.Parse(fields["data"]).RootElement);
                // A line that begins with a colon is a comment that keeps the connection alive.
                if (line.Length > 0 && line[0] != ':' && line.Split(": ", 2) is [var name, var value]) fields[name] = value;
            }

            throw new EndOfStreamException("The stream has ended.");
        }
    }
}
