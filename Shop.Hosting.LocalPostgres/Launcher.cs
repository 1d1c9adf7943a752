using System.Globalization;

namespace Shop.Hosting.LocalPostgres;

/// <summary>The shell that stands between the orchestrator and the server.</summary>
internal static class Launcher
{
    /// <summary>
    /// The orchestrator asks a process to stop with SIGTERM, which a PostgreSQL server takes as "wait until the clients are gone"; SIGINT is
    /// the fast shutdown (PostgreSQL documentation, "Shutting Down the Server"). And when the AppHost was killed, nobody but this shell is
    /// left to remove the directory of the run.
    /// </summary>
    private const string Script = """
        apphost=$1 run=$2
        shift 2
        "$@" &
        server=$!
        trap 'kill -INT $server 2>/dev/null' TERM INT HUP
        while :; do
          wait $server
          code=$?
          kill -0 $server 2>/dev/null || break
        done
        kill -0 "$apphost" 2>/dev/null || rm -rf "$run"
        exit $code
        """;

    /// <summary>The shell.</summary>
    public const string Program = "/bin/sh";

    /// <summary>What the shell is started with.</summary>
    /// <param name="runDirectory">The directory to remove with the AppHost.</param>
    /// <param name="server">The server's command line.</param>
    public static IEnumerable<string> Arguments(string runDirectory, IEnumerable<string> server) =>
        ["-c", Script, "postgres-launcher", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), runDirectory, .. server];
}
