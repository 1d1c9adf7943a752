using Shop.ProductApi;
using Shop.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddProductModule();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapProductModule();
app.Run();
