using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using Shop.Tests.Hosting;

namespace Shop.Tests.Browser;

/// <summary>
/// A browser tab as a person uses it: looks, clicks and types. The page may draw itself anew at any moment, so nothing is held:
/// every act looks for its element, and is tried again until it works.
/// </summary>
internal sealed class Page(ChromeDriver driver, Uri root)
{
    /// <summary>Against hangs only: other work on the machine may make a page slow.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>The address as the browser shows it.</summary>
    public string Address => driver.Url;

    /// <summary>Goes to an address of the dashboard.</summary>
    public void Open(string path) => driver.Navigate().GoToUrl(new Uri(root, path));

    /// <summary>Forgets all cookies, as another person's browser would not have them.</summary>
    public void ForgetCookies() => driver.Manage().Cookies.DeleteAllCookies();

    /// <summary>Runs a script with <c>arguments</c>, and answers what it returns.</summary>
    public T Script<T>(string script, params object[] arguments) => (T)driver.ExecuteScript(script, arguments)!;

    /// <summary>Runs a script whose last argument is the function to call with the answer.</summary>
    public T AsyncScript<T>(string script, params object[] arguments) => (T)driver.ExecuteAsyncScript(script, arguments)!;

    /// <summary>The text of each element that can be seen, as it is read on the screen.</summary>
    public IReadOnlyList<string> Texts(string css) =>
        [.. Script<IEnumerable<object>>(
            "return [...document.querySelectorAll(arguments[0])].filter(e => e.getClientRects().length > 0).map(e => (e.innerText ?? e.textContent).trim())", css)
            .Cast<string>()];

    /// <summary>The text of the first such element; empty where there is none.</summary>
    public string Text(string css) => Texts(css) is [var first, ..] ? first : "";

    /// <summary>An attribute of each such element.</summary>
    public IReadOnlyList<string> Attributes(string css, string name) =>
        [.. Script<IEnumerable<object>>(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute(arguments[1]) ?? '')", css, name)
            .Cast<string>()];

    /// <summary>Whether such an element can be seen.</summary>
    public bool Shows(string css) => Texts(css).Count > 0;

    /// <summary>Waits until something that can be read on the page is as it should be.</summary>
    public async Task<T> SeesAsync<T>(string what, Func<T> look, Func<T, bool> satisfied)
    {
        try
        {
            return await Eventually.BecomesAsync(what, () => Task.FromResult(look()), satisfied, Bound);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message}\nThe page {Address} reads:\n{Text("body")}", exception);
        }
    }

    /// <summary>Waits for an element that can be seen.</summary>
    public Task SeesAsync(string css) => SeesAsync($"{css} on the page", () => Shows(css), shown => shown);

    /// <summary>Clicks an element as soon as it is there to be clicked.</summary>
    public Task ClickAsync(string css) => ActAsync($"a click on {css}", () => driver.FindElement(By.CssSelector(css)).Click());

    /// <summary>Replaces the text of a field.</summary>
    public Task TypeAsync(string css, string text) => ActAsync($"text in {css}", () =>
    {
        var field = driver.FindElement(By.CssSelector(css));
        field.Clear();
        field.SendKeys(text);
    });

    /// <summary>Presses a key where the focus is.</summary>
    public void Press(string key) => new OpenQA.Selenium.Interactions.Actions(driver).SendKeys(key).Perform();

    /// <summary>Sees the page as on another screen.</summary>
    public void LookAs(Screen screen)
    {
        driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new Dictionary<string, object?>
        {
            ["width"] = screen.Width,
            ["height"] = screen.Height,
            ["deviceScaleFactor"] = 1,
            ["mobile"] = screen.IsPhone,
        });
        driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new Dictionary<string, object?>
        {
            ["features"] = new[] { new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = screen.Theme } },
        });
    }

    /// <summary>What is on the screen, as a PNG.</summary>
    public byte[] Picture() => driver.GetScreenshot().AsByteArray;

    private async Task ActAsync(string what, Action act)
    {
        WebDriverException? last = null;
        await SeesAsync(what, () =>
        {
            try
            {
                act();
                return "done";
            }
            catch (WebDriverException exception) when (exception is NoSuchElementException or StaleElementReferenceException or InvalidElementStateException)
            {
                last = exception;
                return last.Message;
            }
        }, state => state == "done");
    }
}
