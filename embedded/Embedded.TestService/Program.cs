// The smallest service that tests of the engine need: it says who it is and what it was given, and ends when told to.
using Npgsql;

var builder = WebApplication.CreateSlimBuilder(args);
var app = builder.Build();
var connection = builder.Configuration.GetConnectionString("things");
app.MapGet("/health", () => Results.Text("healthy"));
app.MapGet("/pid", () => Results.Text($"{Environment.ProcessId}"));
app.MapGet("/env/{name}", (string name) => Environment.GetEnvironmentVariable(name) is { } value ? Results.Text(value) : Results.NotFound());
app.MapGet("/args", () => Results.Text(string.Join('\n', args)));
app.MapGet("/directory", () => Results.Text(Directory.GetCurrentDirectory()));
var greetings = 0;
app.MapGet("/greetings", () => Results.Text($"{greetings}"));
app.MapPost("/greetings", (HttpRequest request) =>
{
    greetings++;
    return Results.Text($"Hello, {request.Headers["X-Name"]}");
});
app.MapPost("/exit/{code:int}", (int code) =>
{
    Console.Error.WriteLine($"told to end with {code}");
    _ = Task.Run(() => Environment.Exit(code));
    return Results.Accepted();
});
app.MapPost("/rows", async () =>
{
    await using var source = NpgsqlDataSource.Create(connection!);
    await using var command = source.CreateCommand("CREATE TABLE IF NOT EXISTS row (id int GENERATED ALWAYS AS IDENTITY); INSERT INTO row DEFAULT VALUES; SELECT count(*)::text FROM row");
    return Results.Text((string)(await command.ExecuteScalarAsync())!);
});
app.Run();
