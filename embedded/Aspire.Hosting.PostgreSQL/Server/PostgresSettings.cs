using System.Globalization;

namespace Aspire.Hosting.Postgres.Server;

/// <summary>Settings that fit a laptop. Durability stays on: <c>fsync</c> and <c>synchronous_commit</c> are the defaults.</summary>
internal static class PostgresSettings
{
    public static IEnumerable<string> Arguments(int port, string socketDirectory)
    {
        (string Name, string Value)[] settings =
        [
            ("port", port.ToString(CultureInfo.InvariantCulture)),
            ("listen_addresses", "127.0.0.1"),
            ("unix_socket_directories", socketDirectory),
            ("unix_socket_permissions", "0700"),
            ("password_encryption", "scram-sha-256"),
            ("max_connections", "200"),
            ("shared_buffers", "128MB"),
            ("max_wal_size", "512MB"),
            ("min_wal_size", "64MB"),
            ("jit", "off"),
            ("logging_collector", "off"),
            ("log_line_prefix", "%m [%p] %q%u@%d "),
        ];
        foreach (var (name, value) in settings)
        {
            yield return "-c";
            yield return $"{name}={value}";
        }
    }
}
