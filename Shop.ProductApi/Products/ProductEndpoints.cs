using Microsoft.EntityFrameworkCore;
using Shop.ProductApi.Data;
using Shop.ProductApi.Stock;
using Shop.ServiceDefaults.Problems;

namespace Shop.ProductApi.Products;

/// <summary><c>/products</c>: what staff change about the catalogue.</summary>
internal static class ProductEndpoints
{
    public static void MapProducts(this IEndpointRouteBuilder app)
    {
        var products = app.MapGroup("/products").WithTags("Products");
        products.MapCatalogue();
        products.MapPost("", CreateAsync)
            .WithSummary("Adds a product, with nothing on hand yet.")
            .Produces<ProductAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        products.MapPut("/{id}", EditAsync)
            .WithSummary("Replaces what the catalogue says about a product; If-Match names the state that was read.")
            .Produces<ProductAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
        products.MapDelete("/{id}", RemoveAsync)
            .WithSummary("Takes a product out of the catalogue; one that had stock stays in the books.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> CreateAsync(
        ProductInput input, HttpContext context, ProductContext database, CatalogueCache cache, CancellationToken cancellationToken)
    {
        var errors = input.Validate();
        if (errors.Count > 0) return Problem.Invalid(errors);

        var product = new Product
        {
            Name = input.Name!,
            Description = input.Description ?? "",
            Category = input.Category!,
            Price = ToCents(input.Price!.Value),
        };
        database.Products.Add(product);
        await database.SaveChangesAsync(cancellationToken);
        cache.Evict();

        context.Response.Headers.ETag = new ProductTag(product.Version, product.Available).ToString();
        return TypedResults.Created($"/products/{product.Id}", new ProductAnswer(
            product.Id, product.Name, product.Description, product.Category, product.Price, product.Currency, product.Available));
    }

    private static async Task<IResult> EditAsync(
        int id, ProductInput input, HttpContext context, ProductContext database, Catalogue catalogue, CatalogueCache cache,
        CancellationToken cancellationToken)
    {
        var errors = input.Validate();
        if (errors.Count > 0) return Problem.Invalid(errors);
        if (context.Request.Headers.IfMatch.Count == 0)
        {
            return Problem.Of(
                StatusCodes.Status428PreconditionRequired, "/problems/precondition-required", "The state that was read must be named.",
                "Send the ETag of the product as If-Match, so that nobody's edit is overwritten unseen.");
        }

        var tags = context.Request.GetTypedHeaders().IfMatch;
        var (anyVersion, versions) = (tags.Any(tag => tag.Tag == "*"), ProductTag.VersionsIn(tags));
        var (description, price) = (input.Description ?? "", ToCents(input.Price!.Value));
        var edited = await database.Products
            .Where(product => product.Id == id && product.RetiredAt == null && (anyVersion || versions.Contains(product.Version)))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(product => product.Name, input.Name)
                    .SetProperty(product => product.Description, description)
                    .SetProperty(product => product.Category, input.Category)
                    .SetProperty(product => product.Price, price)
                    .SetProperty(product => product.Version, product => product.Version + 1),
                cancellationToken);
        if (edited > 0) cache.Evict();

        if (await catalogue.FindAsync(id, cancellationToken) is not var (now, tag)) return Problem.NotFound($"There is no product {id}.");
        context.Response.Headers.ETag = tag.ToString();
        return edited > 0
            ? TypedResults.Ok(now)
            : Problem.Of(
                StatusCodes.Status412PreconditionFailed, "/problems/precondition-failed", "The product has changed since it was read.",
                $"Product {id} is at {tag} now. Read it again and repeat the edit on what it says.");
    }

    private static async Task<IResult> RemoveAsync(int id, StockRoom stock, CancellationToken cancellationToken) =>
        await stock.RemoveProductAsync(id, cancellationToken) ? TypedResults.NoContent() : Problem.NotFound($"There is no product {id}.");

    /// <summary>Two decimals, as the database keeps them, so that the first answer has the same digits as all later ones.</summary>
    private static decimal ToCents(decimal price) => decimal.Round(price, 2) + 0.00m;
}
