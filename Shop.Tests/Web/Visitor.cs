using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Shop.Tests.Hosting;

namespace Shop.Tests.Web;

/// <summary>Somebody with a browser that runs no scripts: it keeps cookies, follows redirects, and sends the forms that a page has.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>A browser that was never here before.</summary>
    /// <param name="shop">The running shop.</param>
    public Visitor(ShopFixture shop)
        : this(shop.Pages)
    {
    }

    /// <summary>A browser that was never here before.</summary>
    /// <param name="pages">Where the pages are.</param>
    public Visitor(Uri pages)
    {
        _http = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null }) { BaseAddress = pages };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
    }

    /// <summary>Looks at a page.</summary>
    /// <param name="path">Its path.</param>
    public async Task<Page> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        return await Page.ReadAsync(response);
    }

    /// <summary>Sends a form of a page, with what the page has filled in.</summary>
    /// <param name="page">The page.</param>
    /// <param name="action">The path that the form is sent to.</param>
    /// <param name="fields">What to fill in.</param>
    public async Task<Page> SendAsync(Page page, string action, params (string Name, string Value)[] fields)
    {
        var values = page.FilledIn(action);
        foreach (var (name, value) in fields) values[name] = value;
        return await PostAsync(action, values);
    }

    /// <summary>Sends what no page has asked for.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="fields">What.</param>
    public async Task<Page> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        using var response = await _http.PostAsync(path, content);
        return await Page.ReadAsync(response);
    }

    /// <summary>Signs in.</summary>
    /// <param name="name">The account.</param>
    /// <param name="returnUrl">Where to go on to.</param>
    /// <param name="password">The password.</param>
    public async Task<Page> SignInAsync(string name, string returnUrl = "/shop", string password = "shop") => await SendAsync(
        await GetAsync($"/shop/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}"), "/shop/sign-in", ("username", name), ("password", password));

    /// <summary>Puts pieces of a product into the cart.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="pieces">How many.</param>
    public async Task<Page> AddAsync(int productId, int pieces = 1) => await SendAsync(
        await GetAsync(string.Create(CultureInfo.InvariantCulture, $"/shop/products/{productId}")), "/shop/cart/add", ("quantity", pieces.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Orders what is in the cart.</summary>
    /// <param name="paymentMethod">How to pay.</param>
    public async Task<Page> CheckOutAsync(string paymentMethod = "approve") =>
        await SendAsync(await GetAsync("/shop/checkout"), "/shop/checkout", ("paymentMethod", paymentMethod));

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}

/// <summary>A page as it was sent.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Path">Where it is, after redirects.</param>
/// <param name="Source">Its HTML.</param>
internal sealed partial record Page(HttpStatusCode Status, string Path, string Source)
{
    /// <summary>What a person reads of it.</summary>
    public string Text { get; } = Spaces().Replace(WebUtility.HtmlDecode(Tag().Replace(Source, " ")), " ");

    /// <summary>The id of the order that it is about.</summary>
    public Guid OrderId => Guid.Parse(Path[(Path.LastIndexOf('/') + 1)..]);

    /// <summary>How long to wait until it is asked for again, where it says so.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>What the browser may load for it.</summary>
    public string Policy { get; private init; } = "";

    /// <summary>What the page has filled in of one of its forms.</summary>
    /// <param name="action">The path that the form is sent to.</param>
    public Dictionary<string, string> FilledIn(string action)
    {
        var form = Form().Matches(Source).FirstOrDefault(form => WebUtility.HtmlDecode(form.Groups["action"].Value) == action)
            ?? throw new InvalidOperationException($"{Path} has no form for {action}.");
        return Hidden().Matches(form.Value).ToDictionary(input => input.Groups["name"].Value, input => WebUtility.HtmlDecode(input.Groups["value"].Value));
    }

    public static async Task<Page> ReadAsync(HttpResponseMessage response) =>
        new(response.StatusCode, response.RequestMessage!.RequestUri!.PathAndQuery, await response.Content.ReadAsStringAsync())
        {
            RetryAfter = response.Headers.RetryAfter?.Delta,
            Policy = response.Headers.TryGetValues("Content-Security-Policy", out var policy) ? string.Join(", ", policy) : "",
        };

    [GeneratedRegex("<form [^>]*action=\"(?<action>[^\"]*)\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
