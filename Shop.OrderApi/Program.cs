using Shop.OrderApi;
using Shop.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddOrderModule();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapOrderModule();
app.Run();
