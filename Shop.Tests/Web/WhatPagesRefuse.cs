using System.Net;
using Shop.Tests.Hosting;

namespace Shop.Tests.Web;

/// <summary>A person at a browser reads a page whatever goes wrong; a program reads a problem.</summary>
public abstract class WhatPagesRefuse(ShopFixture shop) : ShopTest(shop, Part.Products, Part.Web)
{
    [Theory]
    [InlineData("/shop/nothing-here")]
    [InlineData("/office/nothing-here")]
    [InlineData("/shop/orders/not-a-number")]
    public async Task Where_nothing_is_a_person_finds_a_page_that_says_so(string path)
    {
        using var person = new Visitor(Shop);
        await person.SignInAsync("ada");

        var page = await person.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains("<h1", page.Source, StringComparison.Ordinal);
        Assert.Contains("Sign out ada", page.Text, StringComparison.Ordinal);
        Assert.Contains("To the shop", page.Text, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_reads_a_problem_at_the_same_address()
    {
        using var program = Credentials.NewStranger(Shop.Pages);

        using var answer = await program.GetAsync("/shop/nothing-here");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_form_from_elsewhere_is_answered_by_a_page()
    {
        using var person = new Visitor(Shop);

        var answer = await person.PostAsync("/shop/cart/add", [new("productId", "1"), new("quantity", "1")]);

        Refused(answer, "This form is not one of the shop");
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_answered_by_a_page()
    {
        var product = await Shop.NewProductAsync(stock: 1);
        using var person = new Visitor(Shop);

        var answer = await person.SendAsync(await person.GetAsync($"/shop/products/{product.Id}"), "/shop/cart/add", ("productId", "many"));

        Refused(answer, "productId");
    }

    private static void Refused(Page answer, string said)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("<h1", answer.Source, StringComparison.Ordinal);
        Assert.Contains(said, answer.Text, StringComparison.Ordinal);
    }
}

/// <summary>At three services.</summary>
public sealed class WhatPagesRefuseAtServices(ShopFixture shop) : WhatPagesRefuse(shop);

/// <summary>In one process, where programs have addresses beside the pages.</summary>
public sealed class WhatPagesRefuseInOneProcess(MonolithFixture shop) : WhatPagesRefuse(shop);
