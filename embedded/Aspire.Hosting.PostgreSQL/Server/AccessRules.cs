namespace Aspire.Hosting.Postgres.Server;

/// <summary>Who may log in how: <c>pg_hba.conf</c>.</summary>
internal static class AccessRules
{
    // The socket's directory is closed to other accounts, which is what makes trusting it sound.
    private const string Rules = """
        local all all              trust
        host  all all 127.0.0.1/32 scram-sha-256
        host  all all ::1/128      scram-sha-256

        """;

    /// <summary>Written over the file that is there, so that its owner and mode stay.</summary>
    public static Task WriteAsync(string dataDirectory, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Path.Combine(dataDirectory, "pg_hba.conf"), Rules, cancellationToken);
}
