using System.Buffers;
using System.Text.Json;
using Npgsql;
using Shop.Database;
using Shop.ProductApi.Data;

namespace Shop.ProductApi.Catalogue;

/// <summary>
/// Reads of the catalogue, from row to JSON without objects in between. Requests that come while a read is under way share the
/// next one: each is answered with what the database said after it arrived.
/// </summary>
internal sealed class CatalogueReader
{
    private const int ExpectedBytesPerProduct = 256;

    private const string Columns = "id, name, description, category, price, currency, on_hand - reserved";
    private const string ListSql = $"SELECT {Columns} FROM product.products WHERE retired_at IS NULL AND ";

    /// <summary>By the words first: in order of their ids, all products would be read until enough of them have the words.</summary>
    private const string SearchSql = "id > $1 AND array_to_tsvector(product.words(name || ' ' || description)) @@ product.words_like($3)";

    private const string FindSql = $"SELECT {Columns}, version FROM product.products WHERE retired_at IS NULL AND id = $1";

    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText Description = JsonEncodedText.Encode("description");
    private static readonly JsonEncodedText Category = JsonEncodedText.Encode("category");
    private static readonly JsonEncodedText Price = JsonEncodedText.Encode("price");
    private static readonly JsonEncodedText Currency = JsonEncodedText.Encode("currency");
    private static readonly JsonEncodedText Available = JsonEncodedText.Encode("available");

    private readonly ProductDatabase _database;
    private readonly CatalogueCache _cache;
    private readonly CatalogueVersion _version;
    private readonly SharedReads<CatalogueQuery, CataloguePage> _reads;

    public CatalogueReader(ProductDatabase database, CatalogueCache cache, CatalogueVersion version)
    {
        (_database, _cache, _version) = (database, cache, version);
        _reads = new(ReadAndKeepAsync);
    }

    /// <summary>A page of products, in order of their ids.</summary>
    public ValueTask<CataloguePage> ListAsync(CatalogueQuery query) =>
        _cache.Find(query) is { } page ? new(page) : new(ReadAsync(query));

    /// <summary>The page as the database has it now.</summary>
    public Task<CataloguePage> ReadAsync(CatalogueQuery query) => _reads.RunAsync(query);

    /// <summary>One product and its entity tag, or null where the catalogue has no such product.</summary>
    public async Task<(ProductResponse Product, ProductETag Tag)?> FindAsync(int id, CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(FindSql, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;

        var product = new ProductResponse(
            reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetDecimal(4), reader.GetString(5), reader.GetInt32(6));
        return (product, new(reader.GetInt32(7), product.Available));
    }

    private async Task<CataloguePage> ReadAndKeepAsync(CatalogueQuery query)
    {
        var versionBefore = _version.Current;
        await using var connection = await _database.Source.OpenConnectionAsync();
        var page = await ReadAsync(connection, query);
        _cache.Keep(query, page, versionBefore);
        return page;
    }

    private static async Task<CataloguePage> ReadAsync(NpgsqlConnection connection, CatalogueQuery query)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        WriteQuery(command, query);

        var buffer = new ArrayBufferWriter<byte>(ExpectedBytesPerProduct * Math.Min(query.Limit, 100));
        var (count, last, more) = (0, query.After, false);
        await using (var reader = await command.ExecuteReaderAsync())
        {
            using var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true });
            json.WriteStartArray();
            while (await reader.ReadAsync())
            {
                if (count++ == query.Limit)
                {
                    more = true;
                    break;
                }

                last = WriteProduct(json, reader);
            }

            json.WriteEndArray();
        }

        return new(buffer.WrittenMemory, more ? last : null);
    }

    internal static void WriteQuery(NpgsqlCommand command, CatalogueQuery query)
    {
#pragma warning disable CA2100 // Made of constants and numbered parameters.
        command.CommandText = (query.Search, query.Category) switch
        {
            (null, null) => $"{ListSql}{FilteredPage.Sql([], "id", "$1", newestFirst: false)} LIMIT $2",
            (null, { }) => $"{ListSql}{FilteredPage.Sql([("category", "$3")], "id", "$1", newestFirst: false)} LIMIT $2",
            ({ }, null) => $"{ListSql}{SearchSql} ORDER BY id + 0 LIMIT $2",
            _ => $"{ListSql}{SearchSql} AND category = $4 ORDER BY id + 0 LIMIT $2",
        };
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.After });
        // One row more than wanted tells whether there is a next page.
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Limit + 1 });
        if (query.Search is { } search) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = search });
        if (query.Category is { } category) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = category });
    }

    private static int WriteProduct(Utf8JsonWriter json, NpgsqlDataReader reader)
    {
        var id = reader.GetInt32(0);
        json.WriteStartObject();
        json.WriteNumber(Id, id);
        json.WriteString(Name, reader.GetString(1));
        json.WriteString(Description, reader.GetString(2));
        json.WriteString(Category, reader.GetString(3));
        json.WriteNumber(Price, reader.GetDecimal(4));
        json.WriteString(Currency, reader.GetString(5));
        json.WriteNumber(Available, reader.GetInt32(6));
        json.WriteEndObject();
        return id;
    }
}
