using Shop.ProductApi;
using Shop.ProductApi.Kafka;
using Shop.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddProductModule();
builder.AddOrderEventsFromKafka();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapProductModule();
app.Run();
