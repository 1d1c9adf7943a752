using Shop.ServiceDefaults;
using Shop.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddWebModule();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapWebModule();
app.MapWebAssets();
app.Run();
