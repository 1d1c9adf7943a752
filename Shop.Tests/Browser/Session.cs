using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using Shop.Tests.Hosting;

namespace Shop.Tests.Browser;

/// <summary>Somebody at a browser of their own, on the pages of a shop.</summary>
internal sealed class Session : IDisposable
{
    private readonly TemporaryDirectory _profile = new();
    private readonly Uri _pages;

    /// <summary>Opens the browser.</summary>
    /// <param name="shop">The running shop, with its pages.</param>
    public Session(ShopFixture shop) => (_pages, Browser) = (shop.Pages, Chromium.Start(_profile.Path));

    /// <summary>The browser.</summary>
    public ChromeDriver Browser { get; }

    /// <summary>The path of the page that is shown.</summary>
    public string Path => new Uri(Browser.Url).AbsolutePath;

    /// <summary>The order whose page is shown.</summary>
    public Guid OrderId => Guid.Parse(new Uri(Browser.Url).Segments[^1]);

    /// <summary>What can be read on the page.</summary>
    public string Text => (string)Browser.ExecuteScript("return document.body?.innerText ?? ''")!;

    /// <summary>What the browser complains about: what the pages' own policy refuses, and what is not there.</summary>
    public IEnumerable<string> Complaints => Browser.Manage().Logs.GetLog(LogType.Browser).Select(entry => entry.Message);

    /// <summary>Goes to a page.</summary>
    /// <param name="path">Its path.</param>
    public async Task GoAsync(string path) => await Browser.Navigate().GoToUrlAsync(new Uri(_pages, path));

    /// <summary>Clicks on something.</summary>
    /// <param name="selector">What, in CSS.</param>
    public void Click(string selector) => Browser.FindElement(By.CssSelector(selector)).Click();

    /// <summary>Signs in on the page for that, with the password of the accounts to try the shop with.</summary>
    /// <param name="name">The account.</param>
    public async Task SignInAsync(string name)
    {
        await PathAsync("/shop/sign-in");
        Browser.FindElement(By.Id("username")).SendKeys(name);
        Browser.FindElement(By.Id("password")).SendKeys("shop");
        Click("main form.fields button");
        await Eventually.BecomesAsync("a page behind the sign-in", () => Task.FromResult(Path), path => path != "/shop/sign-in");
    }

    /// <summary>Puts a product into the cart, goes to the checkout with what is in it, and signs in on the way.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="name">The account.</param>
    public async Task BeginCheckoutAsync(int productId, string name)
    {
        await GoAsync($"/shop/products/{productId}");
        Click("main form button");
        await PathAsync("/shop/cart");
        Click("main a[href='/shop/checkout']");
        await SignInAsync(name);
        await PathAsync("/shop/checkout");
    }

    /// <summary>Orders on the page of the checkout.</summary>
    /// <param name="paymentMethod">How to pay.</param>
    public void Order(string paymentMethod)
    {
        Click($"#paymentMethod option[value='{paymentMethod}']");
        Click("main form.checkout button");
    }

    /// <summary>Waits for a page.</summary>
    /// <param name="path">What its path begins with.</param>
    public Task<string> PathAsync(string path) =>
        Eventually.BecomesAsync($"the page {path}", () => Task.FromResult(Path), now => now.StartsWith(path, StringComparison.Ordinal));

    /// <summary>Waits until the page says something.</summary>
    /// <param name="words">What.</param>
    public Task<string> SaysAsync(string words) =>
        Eventually.BecomesAsync($"a page with \"{words}\"", () => Task.FromResult(Text), text => text.Contains(words, StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose()
    {
        Browser.Quit();
        Browser.Dispose();
        _profile.Dispose();
    }
}
