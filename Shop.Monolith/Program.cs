using Shop.Monolith;
using Shop.ProductApi;

const string database = "shopdb";

var builder = WebApplication.CreateBuilder(args);
var modules = ModuleChoice.Read(builder.Configuration);
builder.AddServiceDefaults();
if (modules.Products)
    builder.AddProductModule(database);

var app = builder.Build();
app.MapDefaultEndpoints();
if (modules.Products)
    app.MapProductModule();
app.Run();
