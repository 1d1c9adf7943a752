using Shop.PaymentApi;
using Shop.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPaymentModule();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapPaymentModule();
app.Run();
