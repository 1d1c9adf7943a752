using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.ProductApi.Data;
using Shop.ProductApi.Products;
using Shop.ServiceDefaults;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Problems;
using Shop.ServiceDefaults.Validation;

namespace Shop.ProductApi.Catalogue;

/// <summary>What staff say about a product, as a client may have written it.</summary>
/// <param name="Name">What it is called; required.</param>
/// <param name="Description">What a customer should know about it.</param>
/// <param name="Category">The shelf that it stands on; required.</param>
/// <param name="Price">The price of one piece, with at most two decimals; required.</param>
/// <param name="Currency">The shop's currency, or nothing.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ProductRequest(
    [property: Required, StringLength(Product.MaxNameLength, MinimumLength = 1), RegularExpression(TextRules.RequiredPattern)] string? Name,
    [property: StringLength(Product.MaxDescriptionLength), RegularExpression(TextRules.OptionalPattern)] string? Description,
    [property: Required, StringLength(Product.MaxCategoryLength, MinimumLength = 1), RegularExpression(TextRules.RequiredPattern)] string? Category,
    [property: Required, Range(0.01, (double)Product.MaxPrice)] decimal? Price,
    [property: RegularExpression($"^{Product.ShopCurrency}$")] string? Currency)
{
    internal Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        Note("name", TextRules.CheckRequired(Name, Product.MaxNameLength));
        Note("description", TextRules.CheckOptional(Description, Product.MaxDescriptionLength));
        Note("category", TextRules.CheckRequired(Category, Product.MaxCategoryLength));
        Note("price", Price switch
        {
            null => "A price is required.",
            <= 0 or > Product.MaxPrice => $"The price is greater than 0 and at most {Product.MaxPrice}.",
            { } price when !price.IsInCents() => "The price has at most two decimals.",
            _ => null,
        });
        Note("currency", Currency is null or Product.ShopCurrency ? null : $"The shop sells in {Product.ShopCurrency} only.");
        return errors;

        void Note(string field, string? reason)
        {
            if (reason is not null) errors[field] = [reason];
        }
    }
}

/// <summary>What staff change about the catalogue.</summary>
internal static class CatalogueEditEndpoints
{
    private const string State = "Names the state that the product is in.";

    public static void MapCatalogueEdits(this RouteGroupBuilder products)
    {
        products.MapPost("", CreateAsync)
            .WithSummary("Adds a product, with nothing on hand yet.")
            .AnswersHeader("Location", "Where the product is.", StatusCodes.Status201Created)
            .AnswersHeader("ETag", State, StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        products.MapPut("/{id}", EditAsync)
            .WithSummary("Replaces what the catalogue says about a product; If-Match names the state that was read.")
            .RequiresHeader("If-Match", "The ETag of the state that was read, or *.")
            .AnswersHeader("ETag", State, StatusCodes.Status200OK, StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
        products.MapDelete("/{id}", RemoveAsync)
            .WithSummary("Takes a product out of the catalogue; one that had stock stays in the books.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<ProductResponse>, ProblemHttpResult>> CreateAsync(
        ProductRequest request, HttpContext context, ProductContext database, CatalogueVersion version, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Count > 0) return Problem.Invalid(errors);

        var product = new Product
        {
            Name = request.Name!,
            Description = request.Description ?? "",
            Category = request.Category!,
            Price = request.Price!.Value.ToCents(),
        };
        database.Products.Add(product);
        await database.SaveChangesAsync(cancellationToken);
        version.Advance();

        context.Response.Headers.ETag = new ProductETag(product.Version, product.Available).ToString();
        return TypedResults.Created($"/products/{product.Id}", new ProductResponse(
            product.Id, product.Name, product.Description, product.Category, product.Price, product.Currency, product.Available));
    }

    private static async Task<Results<Ok<ProductResponse>, ProblemHttpResult>> EditAsync(
        int id, ProductRequest request, HttpContext context, ProductContext database, CatalogueReader catalogue, CatalogueVersion version,
        CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Count > 0) return Problem.Invalid(errors);
        if (context.Request.Headers.IfMatch.Count == 0)
        {
            return Problem.Of(
                StatusCodes.Status428PreconditionRequired, "/problems/precondition-required", "The state that was read must be named.",
                "Send the ETag of the product as If-Match, so that nobody's edit is overwritten unseen.");
        }

        var tags = context.Request.GetTypedHeaders().IfMatch;
        var (anyVersion, versions) = (tags.Any(tag => tag.Tag == "*"), ProductETag.VersionsIn(tags));
        var (description, price) = (request.Description ?? "", request.Price!.Value.ToCents());
        var edited = await database.Products
            .Where(product => product.Id == id && product.RetiredAt == null && (anyVersion || versions.Contains(product.Version)))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(product => product.Name, request.Name)
                    .SetProperty(product => product.Description, description)
                    .SetProperty(product => product.Category, request.Category)
                    .SetProperty(product => product.Price, price)
                    .SetProperty(product => product.Version, product => product.Version + 1),
                cancellationToken);
        if (edited > 0) version.Advance();

        if (await catalogue.FindAsync(id, cancellationToken) is not var (now, tag)) return Problem.NotFound($"There is no product {id}.");
        context.Response.Headers.ETag = tag.ToString();
        return edited > 0
            ? TypedResults.Ok(now)
            : Problem.Of(
                StatusCodes.Status412PreconditionFailed, "/problems/precondition-failed", "The product has changed since it was read.",
                $"Product {id} is at {tag} now. Read it again and repeat the edit on what it says.");
    }

    /// <summary>Retired where the product ever had stock, deleted where not.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        int id, ProductDatabase database, CatalogueVersion version, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT product.remove_product($1, $2)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        var removed = await command.ExecuteScalarAsync(cancellationToken) is true;
        version.Advance();
        return removed ? TypedResults.NoContent() : Problem.NotFound($"There is no product {id}.");
    }
}
