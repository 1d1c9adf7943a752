extern alias dashboard;

using dashboard::Aspire.DashboardService.Proto.V1;
using Google.Protobuf.WellKnownTypes;
using Shop.Tests.Browser;

namespace Embedded.Tests.Dashboard.Ui;

/// <summary>A command that asks for values, as a newer AppHost may offer it, in a browser.</summary>
public sealed class CommandDialogTests
{
    [Fact]
    public async Task A_command_that_asks_for_values_gets_what_was_typed_each_in_its_own_type()
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? "");
        await using var appHost = new FakeAppHost
        {
            Answer = _ => new ResourceCommandResponse { Kind = ResourceCommandResponseKind.Succeeded, Message = "12 rows" },
        };
        appHost.Initial.Resources.Add(new Resource { Name = "db-1", DisplayName = "db", ResourceType = "Executable", State = "Running", Commands = { Import() } });
        await appHost.StartAsync();
        await using var dashboard = await RunningDashboard.StartAsync(
            ("Dashboard:Frontend:AuthMode", "Unsecured"),
            ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", appHost.Address.ToString()),
            ("Dashboard:ResourceServiceClient:AuthMode", "ApiKey"), ("Dashboard:ResourceServiceClient:ApiKey", FakeAppHost.ApiKey));
        var profile = Directory.CreateTempSubdirectory("shop-browser-");
        using (var driver = Chromium.Start(profile.FullName))
        {
            var page = new Page(driver, dashboard.Frontend);
            page.LookAs(Screen.Desktop);
            page.Open("/");
            await page.ClickAsync("[data-testid=commands]");
            await page.ClickAsync("[data-testid=command-import]");
            await page.SeesAsync("[data-testid=input-table]");
            Assert.Contains("Import which rows?", page.Text("[data-testid=confirm-dialog]"), StringComparison.Ordinal);
            Assert.Equal("password", page.Attributes("[data-testid=input-password]", "type")[0]);

            // What is required is missing still: the command cannot be given.
            await page.ClickAsync("[data-testid=confirm-ok]");
            Assert.Empty(appHost.Commands);

            await page.TypeAsync("[data-testid=input-table]", "orders");
            await page.TypeAsync("[data-testid=input-password]", "secret");
            await page.TypeAsync("[data-testid=input-rows]", "12");
            await page.ClickAsync("[data-testid=input-dry]");
            await page.ClickAsync("[data-testid=input-mode] option[value=replace]");
            await page.SeesAsync("the command allowed", () => page.Attributes("[data-testid=confirm-ok]:not([disabled])", "id"), found => found.Count == 1);
            await page.ClickAsync("[data-testid=confirm-ok]");
            await page.SeesAsync("the outcome", () => page.Text("[data-testid=toast][data-kind=success]"), text => text.Contains("12 rows", StringComparison.Ordinal));
        }

        profile.Delete(recursive: true);
        var sent = Assert.Single(appHost.Commands);
        Assert.Equal(("import", "db-1"), (sent.CommandName, sent.ResourceName));
        Assert.Equal(
            [("dry", Value.ForBool(true)), ("mode", Value.ForString("replace")), ("password", Value.ForString("secret")), ("rows", Value.ForNumber(12)), ("table", Value.ForString("orders"))],
            sent.Arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal).Select(argument => (argument.Key, argument.Value)));
    }

    private static ResourceCommand Import() => new()
    {
        Name = "import",
        DisplayName = "Import",
        ConfirmationMessage = "Import which rows?",
        State = ResourceCommandState.Enabled,
        ArgumentInputs =
        {
            new InteractionInput { Name = "table", Label = "Table", InputType = InputType.Text, Required = true },
            new InteractionInput { Name = "password", Label = "Password", InputType = InputType.SecretText },
            new InteractionInput { Name = "rows", Label = "Rows", InputType = InputType.Number },
            new InteractionInput { Name = "dry", Label = "Dry run", InputType = InputType.Boolean },
            new InteractionInput { Name = "mode", Label = "Mode", InputType = InputType.Choice, Options = { ["append"] = "Append", ["replace"] = "Replace" } },
        },
    };
}
