using System.ComponentModel.DataAnnotations;
using Microsoft.Net.Http.Headers;
using Shop.ProductApi.Products;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Paging;
using Shop.ServiceDefaults.Problems;
using Shop.ServiceDefaults.Validation;

namespace Shop.ProductApi.Catalogue;

/// <summary>What customers see of <c>/products</c>.</summary>
internal static class CatalogueEndpoints
{
    private const string ConditionalRead = "The ETag of a copy: where that is still right, the answer is 304.";
    private const string State = "Names the state that the answer shows.";

    public static void MapCatalogue(this IEndpointRouteBuilder app)
    {
        var products = app.MapGroup("/products").WithTags("Products");
        products.MapGet("", ListAsync)
            .ForAnyone()
            .WithSummary("Lists products in order of their ids; search finds those in which each of its words begins a word, whatever case and accents.")
            .AcceptsHeader("If-None-Match", ConditionalRead)
            .AnswersHeader("ETag", State, StatusCodes.Status200OK, StatusCodes.Status304NotModified)
            .AnswersNextPage(StatusCodes.Status200OK, StatusCodes.Status304NotModified)
            .Produces<ProductResponse[]>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        products.MapGet("/{id}", FindAsync)
            .ForAnyone()
            .WithSummary("Shows a product.")
            .AcceptsHeader("If-None-Match", ConditionalRead)
            .AnswersHeader("ETag", State, StatusCodes.Status200OK, StatusCodes.Status304NotModified)
            .Produces<ProductResponse>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
        products.MapCatalogueEdits();
        products.MapCatalogueChanges();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, CatalogueReader catalogue, [StringLength(Product.MaxSearchLength), RegularExpression(TextRules.OptionalPattern)] string? search,
        [StringLength(Product.MaxCategoryLength), RegularExpression(TextRules.OptionalPattern)] string? category, int? after, [Range(1, KeysetPage.MaxLimit)] int? limit)
    {
        if (KeysetPage.Check(limit) is { } badLimit) return badLimit;
        if (TextRules.CheckOptional(search, Product.MaxSearchLength) is { } badSearch) return Problem.Invalid("search", badSearch);
        if (TextRules.CheckOptional(category, Product.MaxCategoryLength) is { } badCategory) return Problem.Invalid("category", badCategory);

        var page = await catalogue.ListAsync(new(NullIfEmpty(search), NullIfEmpty(category), after ?? 0, limit ?? KeysetPage.DefaultLimit));
        if (page.NextAfter is { } last) context.Response.Headers.Link = KeysetPage.Next(context.Request, $"{last}");
        return IsNotModified(context, page.ETag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(page.Json, "application/json; charset=utf-8");
    }

    private static async Task<IResult> FindAsync(int id, HttpContext context, CatalogueReader catalogue, CancellationToken cancellationToken)
    {
        if (await catalogue.FindAsync(id, cancellationToken) is not var (product, tag)) return Problem.NotFound($"There is no product {id}.");
        return IsNotModified(context, tag.ToString())
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(product);
    }

    /// <summary>
    /// Sets the validators of the response and says whether the client has the body already (RFC 9110, section 13.1.2).
    /// </summary>
    private static bool IsNotModified(HttpContext context, string etag)
    {
        context.Response.Headers.ETag = etag;
        // A copy may be kept, but stock changes: it is to be checked each time before it is used.
        context.Response.Headers.CacheControl = "no-cache";

        var wanted = context.Request.Headers.IfNoneMatch;
        if (wanted.Count == 0) return false;
        if (wanted.Count == 1 && wanted[0] == etag) return true;
        return EntityTagHeaderValue.TryParseList(wanted, out var tags)
            && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || string.Equals(tag.Tag.Value, etag, StringComparison.Ordinal));
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
