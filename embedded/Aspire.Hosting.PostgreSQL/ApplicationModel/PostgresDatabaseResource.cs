using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database in a PostgreSQL server.</summary>
/// <param name="name">Name of the resource.</param>
/// <param name="databaseName">Name of the database in the server.</param>
/// <param name="postgresParentResource">The server.</param>
public class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource postgresParentResource)
    : Resource(name), IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString
{
    /// <summary>Name of the database in the server.</summary>
    public string DatabaseName { get; } = databaseName;

    /// <summary>The server.</summary>
    public PostgresServerResource Parent { get; } = postgresParentResource;

    /// <summary>The connection string, for the login that owns this database and no other.</summary>
    public ReferenceExpression ConnectionStringExpression => Login is { } login
        ? ReferenceExpression.Create(
            $"Host={Parent.Host};Port={Parent.Port};Username={login.Name};Password={login.Password};Database={DatabaseName}")
        : ReferenceExpression.Create($"{Parent};Database={DatabaseName}");

    /// <summary>The connection as a URL.</summary>
    public ReferenceExpression UriExpression => Login is { } login
        ? ReferenceExpression.Create($"postgresql://{login.Name:uri}:{login.Password:uri}@{Parent.Host}:{Parent.Port}/{DatabaseName:uri}")
        : ReferenceExpression.Create($"{Parent.UriExpression}/{DatabaseName:uri}");

    /// <summary>The connection as a URL for JDBC, without user and password.</summary>
    public ReferenceExpression JdbcConnectionString => ReferenceExpression.Create($"{Parent.JdbcConnectionString}/{DatabaseName:uri}");

    /// <summary>The login of its own that the database has in this run; null when publishing, where the server's user is used.</summary>
    internal DatabaseLogin? Login { get; set; }

    /// <summary>Whether the database exists in this run, with its login.</summary>
    internal bool IsProvisioned { get; set; }

    internal string? CreationScript { get; set; }

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() =>
    [
        new("Host", ReferenceExpression.Create($"{Parent.Host}")),
        new("Port", ReferenceExpression.Create($"{Parent.Port}")),
        new("Username", Login is { } login ? ReferenceExpression.Create($"{login.Name}") : Parent.UserNameReference),
        new("Password", Login is { } own ? ReferenceExpression.Create($"{own.Password}") : ReferenceExpression.Create($"{Parent.PasswordParameter}")),
        new("Uri", UriExpression),
        new("JdbcConnectionString", JdbcConnectionString),
        new("DatabaseName", ReferenceExpression.Create($"{DatabaseName}")),
    ];
}

/// <summary>A login that owns one database.</summary>
/// <param name="Name">Name of the role.</param>
/// <param name="Password">New in each run.</param>
internal sealed record DatabaseLogin(string Name, string Password)
{
    private const int PasswordLength = 28;
    private const string Characters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static DatabaseLogin For(string databaseName) => new(databaseName, RandomNumberGenerator.GetString(Characters, PasswordLength));
}
