using Shop.PaymentApi;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPaymentModule();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapPaymentModule();
app.Run();
