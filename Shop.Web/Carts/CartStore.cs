using System.Security.Cryptography;
using Npgsql;
using Shop.Web.Data;

namespace Shop.Web.Carts;

/// <summary>So many pieces of a product that somebody is about to buy.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">Pieces.</param>
internal sealed record CartLine(int ProductId, int Quantity);

/// <summary>Carts in the database: they outlive a restart, and what was put in before signing in is there afterwards.</summary>
internal sealed class CartStore(WebDatabase database, TimeProvider time)
{
    /// <summary>As many lines as an order can have.</summary>
    public const int MaxLines = 100;

    /// <summary>As many pieces as a line of an order can have.</summary>
    public const int MaxQuantity = 10_000;

    /// <summary>Names the cart of a browser whose person has not signed in.</summary>
    private const string Cookie = "shop-cart";

    private const int IdBytes = 16;

    private static readonly TimeSpan CookieAge = TimeSpan.FromDays(30);

    /// <summary>What is in the cart, the oldest first.</summary>
    public async Task<IReadOnlyList<CartLine>> ReadAsync(HttpContext http)
    {
        if (IdOf(http) is not { } cart) return [];
        await using var command = database.Source.CreateCommand("SELECT product_id, quantity FROM web.cart_lines WHERE cart_id = $1 ORDER BY changed_at, product_id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = cart });
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        var lines = new List<CartLine>();
        while (await reader.ReadAsync(http.RequestAborted)) lines.Add(new(reader.GetInt32(0), reader.GetInt32(1)));
        return lines;
    }

    /// <summary>Puts pieces in.</summary>
    /// <returns>Whether there was room for them.</returns>
    public async Task<bool> AddAsync(HttpContext http, int productId, int quantity)
    {
        await using var command = database.Source.CreateCommand("""
            INSERT INTO web.cart_lines AS l (cart_id, product_id, quantity, changed_at)
            SELECT $1, $2, $3, $4
            WHERE (SELECT count(*) FROM web.cart_lines o WHERE o.cart_id = $1 AND o.product_id <> $2) < $5
            ON CONFLICT (cart_id, product_id) DO UPDATE SET quantity = least(l.quantity + excluded.quantity, $6)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = IdOf(http) ?? NewId(http) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = productId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = quantity });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxLines });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxQuantity });
        return await command.ExecuteNonQueryAsync(http.RequestAborted) > 0;
    }

    /// <summary>Changes how many pieces of a product are wanted; none takes it out.</summary>
    public async Task SetAsync(HttpContext http, int productId, int quantity)
    {
        if (IdOf(http) is not { } cart) return;
        await using var command = database.Source.CreateCommand(quantity > 0
            ? "UPDATE web.cart_lines SET quantity = $3 WHERE cart_id = $1 AND product_id = $2"
            : "DELETE FROM web.cart_lines WHERE cart_id = $1 AND product_id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = cart });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = productId });
        if (quantity > 0) command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = quantity });
        await command.ExecuteNonQueryAsync(http.RequestAborted);
    }

    /// <summary>Takes out what was ordered: pieces that were put in meanwhile stay.</summary>
    public async Task TakeOutAsync(HttpContext http, IReadOnlyList<CartLine> ordered)
    {
        if (IdOf(http) is not { } cart) return;
        await using var command = database.Source.CreateCommand("""
            DELETE FROM web.cart_lines l USING unnest($2, $3) AS o(product_id, quantity)
            WHERE l.cart_id = $1 AND l.product_id = o.product_id AND l.quantity = o.quantity
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = cart });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. ordered.Select(line => line.ProductId)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. ordered.Select(line => line.Quantity)] });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Whoever has signed in finds what their browser's cart had, beside what was in their own.</summary>
    public async Task TakeOverAsync(HttpContext http, string person)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } browser) return;
        http.Response.Cookies.Delete(Cookie);
        await using var command = database.Source.CreateCommand("""
            WITH moved AS (DELETE FROM web.cart_lines WHERE cart_id = $1 RETURNING product_id, quantity, changed_at)
            INSERT INTO web.cart_lines AS l (cart_id, product_id, quantity, changed_at)
            SELECT $2, product_id, quantity, changed_at FROM moved
            ON CONFLICT (cart_id, product_id) DO UPDATE SET quantity = greatest(l.quantity, excluded.quantity)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = BrowsersCart(browser) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PersonsCart(person) });
        await command.ExecuteNonQueryAsync(http.RequestAborted);
    }

    private static string? IdOf(HttpContext http) => http.User.Identity is { IsAuthenticated: true, Name: { } person } ? PersonsCart(person)
        : http.Request.Cookies[Cookie] is { Length: > 0 } browser ? BrowsersCart(browser)
        : null;

    private static string PersonsCart(string person) => $"person {person}";

    /// <summary>Hashed: whoever reads the table cannot take a cart over, and what a browser sends is as long as it has to be.</summary>
    private static string BrowsersCart(string cookie) => $"browser {Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(cookie)))}";

    private static string NewId(HttpContext http)
    {
        var id = RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true);
        http.Response.Cookies.Append(Cookie, id, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, MaxAge = CookieAge, Secure = http.Request.IsHttps });
        return BrowsersCart(id);
    }
}
