using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Shop.Bench.Floors;

namespace Shop.Bench.Peers;

/// <summary>Starts the article's own design, where Python and its packages are installed.</summary>
internal static class FlaskPeer
{
    private static readonly TimeSpan StartWait = TimeSpan.FromSeconds(20);

    /// <summary>Starts it.</summary>
    /// <param name="productDatabase">The connection string of the database that holds the products.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The process and its address, or the reason why there is none.</returns>
    public static async Task<(ChildProcess? Process, Uri? Address, string? Missing)> TryStartAsync(
        string productDatabase, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnectionStringBuilder(productDatabase);
        // gunicorn's own advice for synchronous workers is two for each core and one more.
        var workers = (2 * Environment.ProcessorCount) + 1;
        // The shell ends it when its own input is closed, and ends itself when gunicorn does.
        var script = string.Create(CultureInfo.InvariantCulture,
            $"exec 3<&0; gunicorn --workers {workers} --bind 127.0.0.1:0 article:app & g=$!; (cat <&3 >/dev/null; kill $g) & wait $g");
        var start = new ProcessStartInfo("sh")
        {
            WorkingDirectory = Path.Combine(AppContext.BaseDirectory, "Peers"),
            ArgumentList = { "-c", script },
        };
        start.Environment["PGHOST"] = connection.Host;
        start.Environment["PGPORT"] = connection.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = connection.Username;
        start.Environment["PGPASSWORD"] = connection.Password;
        start.Environment["PGDATABASE"] = connection.Database;
        try
        {
            var (process, address) = await ChildProcess.StartAsync(start, FindAddress, StartWait, cancellationToken);
            return (process, new Uri(address), null);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or TimeoutException)
        {
            return (null, null, "Flask, SQLAlchemy, psycopg2 and gunicorn are not all installed, or do not start.");
        }
    }

    // gunicorn says: [INFO] Listening at: http://127.0.0.1:38123 (4711)
    private static string? FindAddress(string line)
    {
        const string mark = "Listening at: ";
        var at = line.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? null : line[(at + mark.Length)..].Split(' ')[0];
    }
}
