namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

/// <summary>
/// How a context reaches its PostgreSQL database. Read from the configuration section
/// <c>Aspire:Npgsql:EntityFrameworkCore:PostgreSQL</c>, then from the subsection named after the context type.
/// </summary>
public class NpgsqlEntityFrameworkCorePostgreSQLSettings
{
    /// <summary>The Npgsql connection string; <c>ConnectionStrings:{connectionName}</c> goes before the section's value.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether a command that failed for a passing reason is left to fail instead of being tried again.</summary>
    public bool DisableRetry { get; set; }

    /// <summary>Whether no health check named after the context is registered.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether Npgsql's spans are left out of the traces.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether Npgsql's instruments are left out of the metrics.</summary>
    public bool DisableMetrics { get; set; }

    /// <summary>How long a command may take, in seconds; the provider's default (30) where it is not set.</summary>
    public int? CommandTimeout { get; set; }
}
