using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Database;
using Shop.ProductApi.Data;
using Shop.ProductApi.Products;
using Shop.ServiceDefaults;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.Idempotency;
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
    [property: RegularExpression($"^{Money.Currency}$")] string? Currency)
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
        Note("currency", Currency is null or Money.Currency ? null : $"The shop sells in {Money.Currency} only.");
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
            .ForStaff()
            .WithSummary("Adds a product, with nothing on hand yet.")
            .TakesIdempotencyKey(StatusCodes.Status201Created)
            .AnswersHeader("Location", "Where the product is.", StatusCodes.Status201Created)
            .AnswersHeader("ETag", State, StatusCodes.Status201Created)
            .Produces<ProductResponse>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        products.MapPut("/{id}", EditAsync)
            .ForStaff()
            .WithSummary("Replaces what the catalogue says about a product; If-Match names the state that was read.")
            .TakesIdempotencyKey(StatusCodes.Status200OK, StatusCodes.Status404NotFound, StatusCodes.Status412PreconditionFailed)
            .RequiresHeader("If-Match", "The ETag of the state that was read, or *.")
            .AnswersHeader("ETag", State, StatusCodes.Status200OK, StatusCodes.Status412PreconditionFailed)
            .Produces<ProductResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
        products.MapDelete("/{id}", RemoveAsync)
            .ForStaff()
            .WithSummary("Takes a product out of the catalogue; one that had stock stays in the books.")
            .AcceptsHeader("If-Match", "The ETag of the state that was read: a product that was edited since is not removed.")
            .AnswersHeader("ETag", State, StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<IResult> CreateAsync(
        ProductRequest request, HttpContext http, ProductContext database, CatalogueVersion version, TimeProvider time)
    {
        var errors = request.Validate();
        if (errors.Count > 0) return Problem.Invalid(errors);

        var answer = await WriteAsync(http, database, request, async () =>
        {
            var product = new Product
            {
                Name = request.Name!,
                Description = request.Description ?? "",
                Category = request.Category!,
                Price = request.Price!.Value.ToCents(),
            };
            database.Products.Add(product);
            await database.SaveChangesAsync();
            await database.NoteChangeAsync(product.Id, CatalogueChangeKind.Added, http.User.GetSubject(), time.GetUtcNow());
            return new TaggedResult(TypedResults.Created($"/products/{product.Id}", ResponseOf(product)), TagOf(product));
        });
        version.Advance();
        return answer;
    }

    private static async Task<IResult> EditAsync(
        int id, ProductRequest request, HttpContext http, ProductContext database, CatalogueVersion version, TimeProvider time)
    {
        var errors = request.Validate();
        if (errors.Count > 0) return Problem.Invalid(errors);
        if (http.Request.Headers.IfMatch.Count == 0)
        {
            return Problem.Of(
                StatusCodes.Status428PreconditionRequired, "/problems/precondition-required", "The state that was read must be named.",
                "Send the ETag of the product as If-Match, so that nobody's edit is overwritten unseen.");
        }

        var versions = ProductETag.VersionsIn(http.Request);
        var (description, price) = (request.Description ?? "", request.Price!.Value.ToCents());
        var answer = await WriteAsync(http, database, request, async () =>
        {
            var edited = await database.Products
                .Where(product => product.Id == id && product.RetiredAt == null && (versions == null || versions.Contains(product.Version)))
                .ExecuteUpdateAsync(set => set
                    .SetProperty(product => product.Name, request.Name)
                    .SetProperty(product => product.Description, description)
                    .SetProperty(product => product.Category, request.Category)
                    .SetProperty(product => product.Price, price)
                    .SetProperty(product => product.Version, product => product.Version + 1));
            if (edited > 0) await database.NoteChangeAsync(id, CatalogueChangeKind.Edited, http.User.GetSubject(), time.GetUtcNow());
            // In the same transaction, where nobody else has edited it since.
            var now = await database.Products.AsNoTracking().FirstOrDefaultAsync(product => product.Id == id && product.RetiredAt == null);
            return now is null ? NotFound(id) : new TaggedResult(edited > 0 ? TypedResults.Ok(ResponseOf(now)) : HasChanged(id, TagOf(now)), TagOf(now));
        });
        version.Advance();
        return answer;
    }

    /// <summary>Retired where the product ever had stock, deleted where not.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        int id, HttpContext http, ProductDatabase database, CatalogueReader catalogue, CatalogueVersion version, TimeProvider time)
    {
        var versions = http.Request.Headers.IfMatch.Count == 0 ? null : ProductETag.VersionsIn(http.Request);
        await using var connection = await database.Source.OpenConnectionAsync(http.RequestAborted);
        await using var command = new NpgsqlCommand("SELECT product.remove_product($1, $2, $3, $4)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<int[]?> { TypedValue = versions });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = http.User.GetSubject() });
        var removed = await command.ExecuteScalarAsync(http.RequestAborted) is true;
        version.Advance();
        if (removed) return TypedResults.NoContent();

        if (await catalogue.FindAsync(id, http.RequestAborted) is not var (_, tag)) return NotFound(id);
        http.Response.Headers.ETag = tag.ToString();
        return HasChanged(id, tag);
    }

    /// <summary>In one transaction, and once for a key.</summary>
    private static async Task<IResult> WriteAsync(HttpContext http, ProductContext database, ProductRequest request, Func<Task<IResult>> writeAsync)
    {
        await database.Database.OpenConnectionAsync(http.RequestAborted);
        var connection = (NpgsqlConnection)database.Database.GetDbConnection();
        return await IdempotentWrites.RunAsync(http, connection, ProductContext.Schema, request, async transaction =>
        {
            await database.Database.UseTransactionAsync(transaction);
            return await writeAsync();
        });
    }

    private static ProductETag TagOf(Product product) => new(product.Version, product.Available);

    private static ProductResponse ResponseOf(Product product) => new(
        product.Id, product.Name, product.Description, product.Category, product.Price, product.Currency, product.Available);

    private static ProblemHttpResult NotFound(int id) => Problem.NotFound($"There is no product {id}.");

    private static ProblemHttpResult HasChanged(int id, ProductETag now) => Problem.Of(
        StatusCodes.Status412PreconditionFailed, "/problems/precondition-failed", "The product has changed since it was read.",
        $"Product {id} is at {now} now. Read it again and decide on what it says.");

    /// <summary>A result with the state that it shows.</summary>
    private sealed class TaggedResult(IResult result, ProductETag tag) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ETag = tag.ToString();
            return result.ExecuteAsync(httpContext);
        }
    }
}
