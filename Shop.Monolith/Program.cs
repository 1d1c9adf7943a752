using Shop.Monolith;
using Shop.Monolith.InProcess.Http;
using Shop.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
var modules = ModuleChoice.Read(builder.Configuration);
builder.AddServiceDefaults();
builder.AddModules(modules);

var app = builder.Build();
app.Services.GetService<InProcessPipeline>()?.Capture(app);
app.MapDefaultEndpoints();
app.MapModules(modules);
app.Run();
