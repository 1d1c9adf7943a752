using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Database;
using Shop.ProductApi.Data;
using Shop.ServiceDefaults.Access;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Paging;

namespace Shop.ProductApi.Catalogue;

/// <summary>What was done to a product of the catalogue.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CatalogueChangeKind>))]
public enum CatalogueChangeKind
{
    /// <summary>It was put into the catalogue.</summary>
    Added,

    /// <summary>Something that the catalogue says of it was changed.</summary>
    Edited,

    /// <summary>It was taken out.</summary>
    Removed,
}

/// <summary>A change of what the catalogue says of a product.</summary>
/// <param name="Id">Grows with time.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Name">What it was called from then on.</param>
/// <param name="Description">What customers were told of it.</param>
/// <param name="Category">The shelf that it stood on.</param>
/// <param name="Price">The price of one piece.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="At">When (UTC).</param>
/// <param name="By">Who did it.</param>
public sealed record CatalogueChangeResponse(
    long Id, CatalogueChangeKind Kind, string Name, string Description, string Category, decimal Price, string Currency, DateTimeOffset At, string By);

/// <summary><c>/products/{id}/changes</c>: who said what of a product.</summary>
internal static class CatalogueChanges
{
    public static void MapCatalogueChanges(this RouteGroupBuilder products) => products.MapGet("/{id}/changes", ListAsync)
        .ForStaff()
        .WithSummary("Lists what was done to a product of the catalogue and by whom, also to one that has left it, the latest first.")
        .AnswersNextPage(StatusCodes.Status200OK)
        .Produces<CatalogueChangeResponse[]>();

    /// <summary>Notes a change in the transaction that makes it: one of the two is never there without the other.</summary>
    public static Task NoteChangeAsync(this ProductContext database, int productId, CatalogueChangeKind kind, string actor, DateTimeOffset at) =>
        database.Database.ExecuteSqlAsync($"SELECT product.note_catalogue_change({productId}, {kind.ToString()}, {actor}, {at})");

    internal static NpgsqlCommand ChangesQuery(int productId, long before, int limit)
    {
#pragma warning disable CA2100 // Made of constants and numbered parameters.
        var command = new NpgsqlCommand(
            "SELECT id, kind, name, description, category, price, currency, changed_at, actor FROM product.catalogue_changes WHERE "
            + $"{FilteredPage.Sql([("product_id", "$1")], "id", "$2", newestFirst: true)} LIMIT $3");
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = productId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = before });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return command;
    }

    private static async Task<IResult> ListAsync(
        int id, long? after, [Range(1, KeysetPage.MaxLimit)] int? limit, HttpContext http, ProductDatabase database)
    {
        if (KeysetPage.Check(limit) is { } invalid) return invalid;

        var size = limit ?? KeysetPage.DefaultLimit;
        await using var connection = await database.Source.OpenConnectionAsync(http.RequestAborted);
        // One row more than wanted tells whether there is a next page.
        await using var command = ChangesQuery(id, after ?? long.MaxValue, size + 1);
        command.Connection = connection;
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        var changes = new List<CatalogueChangeResponse>();
        while (await reader.ReadAsync(http.RequestAborted))
        {
            changes.Add(new(
                reader.GetInt64(0), Enum.Parse<CatalogueChangeKind>(reader.GetString(1)), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetDecimal(5), reader.GetString(6), await reader.GetFieldValueAsync<DateTimeOffset>(7, http.RequestAborted), reader.GetString(8)));
        }

        if (changes.Count > size)
        {
            changes.RemoveAt(size);
            http.Response.Headers.Link = KeysetPage.Next(http.Request, changes[^1].Id.ToString(CultureInfo.InvariantCulture));
        }

        return TypedResults.Ok(changes);
    }
}
