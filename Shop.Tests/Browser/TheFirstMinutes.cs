using Shop.Tests.Hosting;

namespace Shop.Tests.Browser;

/// <summary>What somebody does with the dashboard who has just started the shop for the first time.</summary>
public sealed class TheFirstMinutes(DashboardFixture dashboard) : DashboardTest(dashboard)
{
    private static readonly string[] Services = ["order-api", "payment-api", "product-api"];
    private static readonly string[] Others = ["order-event-secret", "orderdb", "paymentdb", "postgres", "postgres-password", "productdb"];

    private Page Page => Dashboard.Page;

    [Fact]
    public async Task The_printed_link_leads_to_the_resources_and_each_becomes_healthy()
    {
        Page.Open(Dashboard.Link.PathAndQuery);

        Assert.DoesNotContain(Dashboard.Link.Query, Page.Address, StringComparison.Ordinal);
        foreach (var name in Services.Concat(Others))
            await SeesHealthyAsync(name);
        var shown = Page.Attributes("[data-testid=resource-row]", "data-display-name");
        Assert.Equal(Services.Concat(Others).Order(), shown.Order());
        Assert.Contains("9 resources, 9 running", Page.Text("[data-testid=resource-count]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_is_found_among_the_traces_and_its_path_its_SQL_its_slowest_step_and_its_logs_can_be_read()
    {
        var product = await Dashboard.NewProductAsync(stock: 10);
        var order = await Dashboard.ConfirmedOrderAsync(product.Id);

        await Page.ClickAsync("[data-testid=nav-traces]");
        await Page.TypeAsync("[data-testid=trace-search]", order.Id.ToString());
        await Page.SeesAsync("the trace of the order alone", () => Page.Texts("[data-testid=trace-name]"), names => names is [var name] && name.Contains("POST /orders", StringComparison.Ordinal));
        await Page.ClickAsync("[data-testid=trace-row]");

        await Page.SeesAsync(
            "spans of three services", () => Page.Attributes("[data-testid=span-row]", "data-service"),
            services => Services.All(services.Contains));
        foreach (var service in Services)
            await Page.SeesAsync($"SQL of {service}", () => Statements(service), statements => statements.Count > 0);
        await Page.SeesAsync("[data-testid=slowest-step]");
        await Page.ClickAsync("[data-testid=slowest-step]");
        await Page.SeesAsync("[data-testid=span-details]");
        Assert.Contains("true", Page.Attributes("[data-testid=span-row].selected", "data-critical"));

        // The address follows the click; a click on a link before that would be taken back by it.
        var slowestStep = Page.Address;
        await Page.ClickAsync("[data-testid=span-row][data-service=product-api]:has(.gist)");
        await Page.SeesAsync("the address of another span", () => Page.Address, address => address != slowestStep);
        await Page.ClickAsync("[data-testid=trace-logs]");
        await Page.SeesAsync("log records of the trace", () => Page.Texts("[data-testid=log-row]"), rows => rows.Count > 0);
        Assert.Single(Page.Attributes("[data-testid=trace-link]", "href").Select(link => link.Split('?')[0]).Distinct());
        await Page.ClickAsync("[data-testid=log-row]");
        await Page.SeesAsync("[data-testid=log-message]");
    }

    [Fact]
    public async Task A_metric_moves_when_an_order_is_placed()
    {
        var product = await Dashboard.NewProductAsync(stock: 10);
        await Dashboard.ConfirmedOrderAsync(product.Id);
        await Page.ClickAsync("[data-testid=nav-metrics]");
        Page.Open("/metrics?resource=order-api&meter=Shop.Orders&instrument=shop.orders&range=1m&view=table");
        var before = await Page.SeesAsync("the first order as a rate", Moves, moves => moves > 0);

        await Dashboard.ConfirmedOrderAsync(product.Id);

        await Page.SeesAsync("the next order as a rate", Moves, moves => moves > before);
    }

    [Fact]
    public async Task A_service_is_stopped_started_and_restarted_from_its_menu()
    {
        Page.Open("/");
        await SeesHealthyAsync("payment-api");

        await CommandAsync("stop");
        await Page.SeesAsync("payment-api stopped", () => State("payment-api"), state => state.State is "Exited" or "Finished");

        await CommandAsync("start");
        await SeesHealthyAsync("payment-api");

        await CommandAsync("restart");
        await SeesHealthyAsync("payment-api");
    }

    private async Task SeesHealthyAsync(string name) =>
        await Page.SeesAsync($"{name} running and healthy", () => State(name), state => state is ("Running", "Healthy" or ""));

    private (string State, string Health) State(string name)
    {
        var cell = $"[data-testid=resource-row][data-display-name={name}] [data-testid=resource-state]";
        return Page.Attributes(cell, "data-state") is [var state] && Page.Attributes(cell, "data-health") is [var health] ? (state, health) : default;
    }

    private async Task CommandAsync(string command)
    {
        await Page.ClickAsync("[data-testid=resource-row][data-display-name=payment-api] [data-testid=commands]");
        await Page.ClickAsync($"[data-testid=command-{command}]");
        await Page.SeesAsync(
            $"word that '{command}' succeeded", () => Page.Texts("[data-testid=toast][data-kind=success]"),
            toasts => toasts.Any(toast => toast.StartsWith($"payment-api: {command}", StringComparison.OrdinalIgnoreCase)));
    }

    private IReadOnlyList<string> Statements(string service) =>
        [.. Page.Texts($"[data-testid=span-row][data-service={service}] .gist").Where(gist => gist.Contains("SELECT", StringComparison.Ordinal))];

    private int Moves() =>
        Page.Texts("[data-testid=metric-table] tbody td:last-child").Count(value => value.Length > 0 && value[0] is not ('0' or '–'));
}
