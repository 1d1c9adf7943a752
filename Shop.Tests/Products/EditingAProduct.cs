using System.Net;
using System.Net.Http.Json;
using Shop.Tests.Hosting;

namespace Shop.Tests.Products;

/// <summary>What staff do to the catalogue.</summary>
public sealed class EditingAProduct(ShopFixture shop) : ShopTest(shop, Part.Products)
{
    [Fact]
    public async Task A_new_product_is_where_its_location_says_under_the_tag_it_was_given()
    {
        using var created = await Shop.Products.PostAsJsonAsync("/products", new { name = "Lantern", category = "Tests", price = 12.5m });
        using var read = await Shop.Products.GetAsync(created.Headers.Location);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(created.Headers.ETag, read.Headers.ETag);
        Assert.Equal(await created.Content.ReadAsStringAsync(), await read.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_edit_must_name_the_state_it_is_based_on()
    {
        var product = await Shop.NewProductAsync(0);
        using var response = await EditAsync(product.Id, ifMatch: null);
        Assert.Equal(HttpStatusCode.PreconditionRequired, response.StatusCode);
        await ProblemView.ReadAsync(response);
    }

    [Fact]
    public async Task The_second_of_two_edits_of_the_same_state_is_refused()
    {
        var product = await Shop.NewProductAsync(0);
        using var read = await Shop.Products.GetAsync($"/products/{product.Id}");
        var tag = read.Headers.ETag!.ToString();

        using var first = await EditAsync(product.Id, tag, "First");
        using var second = await EditAsync(product.Id, tag, "Second");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, second.StatusCode);
        await ProblemView.ReadAsync(second);
        Assert.Equal("First", (await Shop.Products.GetFromJsonAsync<ProductView>($"/products/{product.Id}"))!.Name);
    }

    [Fact]
    public async Task A_sale_does_not_stand_in_the_way_of_an_edit()
    {
        var product = await Shop.NewProductAsync(5);
        using var read = await Shop.Products.GetAsync($"/products/{product.Id}");
        await Shop.ReservedAsync(new OrderLine(product.Id, 1));

        using var edited = await EditAsync(product.Id, read.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
    }

    [Fact]
    public async Task A_product_that_was_edited_since_it_was_read_is_not_removed()
    {
        var product = await Shop.NewProductAsync(0);
        using var read = await Shop.Products.GetAsync($"/products/{product.Id}");
        using var edited = await EditAsync(product.Id, read.Headers.ETag!.ToString());

        using var refused = await RemoveAsync(product.Id, read.Headers.ETag!.ToString());
        Assert.Equal("/problems/precondition-failed", (await ProblemView.ReadAsync(refused)).Type);
        Assert.Equal(edited.Headers.ETag, refused.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, (await Shop.Products.GetAsync($"/products/{product.Id}")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await RemoveAsync(product.Id, edited.Headers.ETag!.ToString())).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await RemoveAsync(product.Id, "*")).StatusCode);
    }

    [Fact]
    public async Task A_product_with_reservations_leaves_the_catalogue_but_not_the_books()
    {
        var product = await Shop.NewProductAsync(5);
        var orderId = await Shop.ReservedAsync(new OrderLine(product.Id, 2));

        using var removed = await Shop.Products.DeleteAsync($"/products/{product.Id}");
        using var read = await Shop.Products.GetAsync($"/products/{product.Id}");
        using var ordered = await Shop.ReserveAsync(Guid.CreateVersion7(), new OrderLine(product.Id, 1));
        using var committed = await Shop.CommitAsync(orderId);

        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK],
            [removed.StatusCode, read.StatusCode, ordered.StatusCode, committed.StatusCode]);
        var listed = (await Shop.Products.GetFromJsonAsync<ProductView[]>($"/products?after={product.Id - 1}&limit=1"))!;
        Assert.DoesNotContain(product.Id, listed.Select(each => each.Id));
        var stock = await Shop.ScalarAsync<int[]>("productdb", "SELECT ARRAY[on_hand, reserved] FROM product.products WHERE id = $1", product.Id);
        Assert.Equal([3, 0], stock);
    }

    [Fact]
    public async Task A_product_that_never_had_stock_is_gone_for_good()
    {
        var product = await Shop.NewProductAsync(0);
        using var removed = await Shop.Products.DeleteAsync($"/products/{product.Id}");
        using var again = await Shop.Products.DeleteAsync($"/products/{product.Id}");

        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NotFound], [removed.StatusCode, again.StatusCode]);
        Assert.Equal(0, await Shop.ScalarAsync<long>("productdb", "SELECT count(*) FROM product.products WHERE id = $1", product.Id));
    }

    private async Task<HttpResponseMessage> EditAsync(int id, string? ifMatch, string name = "Edited")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/products/{id}")
        {
            Content = JsonContent.Create(new { name, category = "Tests", price = 1m }),
        };
        if (ifMatch is not null) request.Headers.Add("If-Match", ifMatch);
        return await Shop.Products.SendAsync(request);
    }

    private async Task<HttpResponseMessage> RemoveAsync(int product, string ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/products/{product}") { Headers = { { "If-Match", ifMatch } } };
        return await Shop.Products.SendAsync(request);
    }
}
