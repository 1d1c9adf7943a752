using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aspire.Dashboard.Hosting;
using Microsoft.Extensions.Configuration;

namespace Embedded.Tests.Dashboard;

/// <summary>The dashboard as a process of its own.</summary>
public sealed class DashboardStartTests
{
    [Fact]
    public async Task Alone_it_prints_a_login_link_that_works()
    {
        using var process = Start("http://127.0.0.1:0");
        try
        {
            var link = await ReadUntilAsync(process, "Login to the dashboard at ");
            Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+/login\\?t=[0-9a-f]{32}$", link);
            using var client = new HttpClient();
            using var page = await client.GetAsync(link, TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, "/"), (page.StatusCode, page.RequestMessage?.RequestUri?.AbsolutePath));
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_the_start_with_one_line_and_an_exit_code()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        using var process = Start($"http://127.0.0.1:{port}");
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($":{port}", line, StringComparison.Ordinal);
        Assert.Contains("already in use", line, StringComparison.Ordinal);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Dashboard:Otlp:AuthMode", "ApiKey", "Dashboard:Otlp:PrimaryApiKey")]
    [InlineData("Dashboard:Otlp:AuthMode", "ClientCertificate", "Dashboard:Otlp:AuthMode")]
    [InlineData("Dashboard:Frontend:AuthMode", "OpenIdConnect", "Dashboard:Frontend:AuthMode")]
    [InlineData("ASPNETCORE_URLS", "nonsense", "ASPNETCORE_URLS")]
    [InlineData("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:18888", "18888")]
    [InlineData("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "nonsense", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL")]
    [InlineData("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "maybe", "ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS")]
    public void A_setting_that_makes_no_sense_is_named(string key, string value, string named)
    {
        var error = Assert.Throws<DashboardConfigurationException>(() => DashboardHost.Build([], [KeyValuePair.Create<string, string?>(key, value)]));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_address_meant_for_the_dashboard_wins_over_the_one_inherited_from_the_AppHosts_profile()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:15101",
            ["DOTNET_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:41234",
            ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "http://localhost:15102",
        }).Build();

        var otlp = DashboardOptionsReader.Read(configuration).Otlp;

        Assert.Equal(("http://localhost:41234", "http://localhost:15102"), (otlp.GrpcEndpointUrl, otlp.HttpEndpointUrl));
    }

    private static Process Start(string url)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(DashboardHost).Assembly.Location },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = url,
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://127.0.0.1:0",
                ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "http://127.0.0.1:0",
                ["DASHBOARD__FRONTEND__BROWSERTOKEN"] = "",
            },
        };
        return Process.Start(start)!;
    }

    private static async Task<string> ReadUntilAsync(Process process, string marker)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.IndexOf(marker, StringComparison.Ordinal) is >= 0 and var at)
                return line[(at + marker.Length)..].Trim();
        }
        throw new InvalidOperationException($"The dashboard ended without having said '{marker}': {await process.StandardError.ReadToEndAsync(timeout.Token)}");
    }
}
