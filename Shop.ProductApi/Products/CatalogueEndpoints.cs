using Shop.ServiceDefaults.Paging;
using Shop.ServiceDefaults.Problems;
using Shop.ServiceDefaults.Validation;

namespace Shop.ProductApi.Products;

/// <summary>What customers see of <c>/products</c>.</summary>
internal static class CatalogueEndpoints
{
    public static void MapCatalogue(this RouteGroupBuilder products)
    {
        products.MapGet("", ListAsync)
            .WithSummary("Lists products in order of their ids, a page at a time.")
            .Produces<ProductAnswer[]>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        products.MapGet("/{id}", FindAsync)
            .WithSummary("Shows a product.")
            .Produces<ProductAnswer>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, Catalogue catalogue, string? search, string? category, int? after, int? limit)
    {
        if (KeysetPage.Check(limit) is { } badLimit) return badLimit;
        if (TextRules.CheckOptional(search, ProductQuery.MaxSearchLength) is { } badSearch) return Problem.Invalid("search", badSearch);
        if (TextRules.CheckOptional(category, Product.MaxCategoryLength) is { } badCategory) return Problem.Invalid("category", badCategory);

        var page = await catalogue.ListAsync(new(NullIfEmpty(search), NullIfEmpty(category), after ?? 0, limit ?? KeysetPage.DefaultLimit));
        if (page.NextAfter is { } last) context.Response.Headers.Link = KeysetPage.Next(context.Request, $"{last}");
        return ConditionalRead.IsNotModified(context, page.ETag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(page.Json, "application/json; charset=utf-8");
    }

    private static async Task<IResult> FindAsync(int id, HttpContext context, Catalogue catalogue, CancellationToken cancellationToken)
    {
        if (await catalogue.FindAsync(id, cancellationToken) is not var (product, tag)) return Problem.NotFound($"There is no product {id}.");
        return ConditionalRead.IsNotModified(context, tag.ToString())
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(product);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
