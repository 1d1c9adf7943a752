using Aspire.Dashboard.Hosting;
using Microsoft.AspNetCore.Connections;

try
{
    await using var app = DashboardHost.Build(args);
    await app.StartAsync();
    app.LogAddresses();
    await app.WaitForShutdownAsync();
    return 0;
}
catch (DashboardConfigurationException e)
{
    Console.Error.WriteLine($"The dashboard cannot start: {e.Message}");
    return 1;
}
catch (IOException e) when (e.InnerException is AddressInUseException)
{
    Console.Error.WriteLine($"The dashboard cannot start: {e.Message} Stop the other program, or choose another port (ASPNETCORE_URLS, ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL, ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL).");
    return 1;
}
