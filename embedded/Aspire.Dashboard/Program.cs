using Aspire.Dashboard.Components;
using Aspire.Dashboard.Telemetry;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddTelemetryStore();
builder.Services.AddDashboardUi();

var app = builder.Build();

app.UseAntiforgery();
app.MapDashboardUi();

app.Run();
