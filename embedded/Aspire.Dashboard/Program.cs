using Aspire.Dashboard.Components;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddDashboardUi();

var app = builder.Build();

app.UseAntiforgery();
app.MapDashboardUi();

app.Run();
