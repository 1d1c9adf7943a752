using System.CommandLine;
using Npgsql;
using Shop.Proof.Commands;

try
{
    var root = new RootCommand("Loads a running shop with customers, and checks what they were told.") { LoadCommand.Create(), CheckCommand.Create() };
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is HttpRequestException or NpgsqlException or IOException or InvalidDataException or ArgumentException)
{
    // No shop where one was looked for, no such file: whoever reads this can do something about it, and not with a stack trace.
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}
