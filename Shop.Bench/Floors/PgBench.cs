using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Shop.Bench.Load;

namespace Shop.Bench.Floors;

/// <summary>PostgreSQL's own load generator with the least SQL of each scenario: what the database could do at best.</summary>
/// <param name="program">The pgbench program.</param>
/// <param name="connection">The database that <see cref="PrepareAsync"/> made.</param>
internal sealed class PgBench(string program, NpgsqlConnectionStringBuilder connection)
{
    private const string DatabaseName = "shop_bench_floor";
    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "pgbench");

    /// <summary>Makes a database with the scripts' schema on a server, anew.</summary>
    /// <param name="program">The pgbench program.</param>
    /// <param name="serverConnection">A login that may create databases.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PgBench> PrepareAsync(string program, string serverConnection, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnectionStringBuilder(serverConnection);
        if (string.IsNullOrEmpty(connection.Database))
            connection.Database = "postgres";
        await using (var server = NpgsqlDataSource.Create(connection))
        {
            await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {DatabaseName}");
            await ExecuteAsync(server, $"CREATE DATABASE {DatabaseName}");
        }
        connection.Database = DatabaseName;
        connection.Pooling = false;
        await using var database = NpgsqlDataSource.Create(connection);
        var schema = await File.ReadAllTextAsync(Path.Combine(Scripts, "schema.sql"), cancellationToken);
        // VACUUM refuses to share a transaction, and statements sent together are one.
        foreach (var statement in schema.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            await ExecuteAsync(database, statement);
        return new PgBench(program, connection);

        async Task ExecuteAsync(NpgsqlDataSource source, string sql)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>The pgbench program: on the path, or beside the server's other programs; null when there is none.</summary>
    public static string? Find()
    {
        var name = OperatingSystem.IsWindows() ? "pgbench.exe" : "pgbench";
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
            : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(installed).Append("/opt/homebrew/bin")
            .Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>Runs a script for a whole number of seconds.</summary>
    /// <param name="script">Its file name.</param>
    /// <param name="clients">How many connections.</param>
    /// <param name="window">For how long; less than a second is a second.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">pgbench failed.</exception>
    public async Task<LoadResult> RunAsync(string script, int clients, TimeSpan window, CancellationToken cancellationToken)
    {
        var seconds = Math.Max(1, (int)Math.Round(window.TotalSeconds));
        var logs = Directory.CreateTempSubdirectory("shop-pgbench-");
        try
        {
            await RunAsync(script, clients, seconds, Path.Combine(logs.FullName, "log"), cancellationToken);
            var recorder = new LatencyRecorder();
            foreach (var log in logs.GetFiles())
                PgBenchLog.Read(File.ReadLines(log.FullName), recorder);
            return LoadResult.From([recorder], TimeSpan.FromSeconds(seconds));
        }
        finally
        {
            logs.Delete(recursive: true);
        }
    }

    private async Task RunAsync(string script, int clients, int seconds, string logPrefix, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Scripts,
        };
        string[] arguments =
        [
            "--no-vacuum", "--protocol=prepared", $"--file={script}", $"--client={Text(clients)}",
            $"--jobs={Text(Math.Min(clients, Environment.ProcessorCount))}", $"--time={Text(seconds)}", "--log", $"--log-prefix={logPrefix}",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["PGHOST"] = connection.Host;
        start.Environment["PGPORT"] = Text(connection.Port);
        start.Environment["PGUSER"] = connection.Username;
        start.Environment["PGPASSWORD"] = connection.Password;
        start.Environment["PGDATABASE"] = connection.Database;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await output;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"pgbench ended with code {process.ExitCode}: {(await error).Trim()}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
