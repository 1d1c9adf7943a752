namespace Aspire.Dashboard.Hosting;

/// <summary>A setting that the dashboard cannot start with; the message names it.</summary>
internal sealed class DashboardConfigurationException(string message) : Exception(message);
