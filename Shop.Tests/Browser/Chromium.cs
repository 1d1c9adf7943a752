using OpenQA.Selenium.Chrome;

namespace Shop.Tests.Browser;

/// <summary>The machine's own Chromium with the driver of the same version; neither is ever fetched.</summary>
internal static class Chromium
{
    private static readonly string[] BrowserNames = ["chromium", "chromium-browser"];
    private static readonly string[] DriverNames = ["chromedriver"];

    /// <summary>Why there is no browser to test with, and what to do about it; null where there is one.</summary>
    public static string? Missing { get; } =
        Find(BrowserNames) is null || Find(DriverNames) is null
            ? "No Chromium with its driver on the PATH: sudo apt-get install --no-install-recommends chromium chromium-driver"
            : null;

    /// <summary>Starts a browser without a window.</summary>
    /// <param name="profileDirectory">An empty directory for its profile, so that it shares nothing with anybody's own browser.</param>
    public static ChromeDriver Start(string profileDirectory)
    {
        var driver = Find(DriverNames)!;
        var options = new ChromeOptions { BinaryLocation = Find(BrowserNames) };
        options.AddArguments(
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", $"--user-data-dir={profileDirectory}");

        // With both paths given, Selenium Manager has nothing to look for and is not started.
        var service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(driver), Path.GetFileName(driver));
        service.SuppressInitialDiagnosticInformation = true;
        return new ChromeDriver(service, options);
    }

    private static string? Find(IEnumerable<string> names) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(directory => names.Select(name => Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists);
}
