using System.Buffers;
using System.Text.Json;
using Npgsql;
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
    private const string ListSql = $"SELECT {Columns} FROM product.products WHERE retired_at IS NULL AND id > $1";
    private const string OrderSql = " ORDER BY id LIMIT $2";
    private const string CategorySql = " AND category = $3";
    private const string SearchSql = " AND (strpos(lower(name), lower($3)) > 0 OR strpos(lower(description), lower($3)) > 0)";
    private const string SearchInCategorySql = " AND (strpos(lower(name), lower($4)) > 0 OR strpos(lower(description), lower($4)) > 0)";
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
        var sql = (query.Category, query.Search) switch
        {
            (null, null) => ListSql + OrderSql,
            ({ }, null) => ListSql + CategorySql + OrderSql,
            (null, { }) => ListSql + SearchSql + OrderSql,
            _ => ListSql + CategorySql + SearchInCategorySql + OrderSql,
        };
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.After });
        // One row more than wanted tells whether there is a next page.
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Limit + 1 });
        if (query.Category is { } category) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = category });
        if (query.Search is { } search) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = search });

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
