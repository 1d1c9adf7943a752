using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.Testing;
using Npgsql;
using Shop.Tests.Hosting;

namespace Shop.Tests.Deploy;

/// <summary>The job that makes databases and their owners where no AppHost does: <c>deploy/databases</c>, by psql.</summary>
public sealed class DatabasesOfADeployment(ShopFixture shop) : ShopTest(shop)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    // What the owner's own rows and the database's list of rights say, without names.
    private const string RightsSql = """
        SELECT replace(concat_ws(' ', r.rolcanlogin, r.rolsuper, r.rolcreatedb, r.rolcreaterole, r.rolreplication, r.rolbypassrls, d.datacl::text), r.rolname, 'owner')
        FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE d.datname = $1 AND r.rolname = $1
        """;

    [Fact]
    public async Task The_job_makes_what_the_AppHost_makes_and_can_be_run_again()
    {
        var name = $"job_{Guid.NewGuid():N}";
        try
        {
            await RunAsync(name, "an 'odd\" one");
            Assert.Null(await RefusalAsync(name, "an 'odd\" one", name));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalAsync(name, "an 'odd\" one", "orderdb"));
            Assert.Equal(await RightsAsync("orderdb"), await RightsAsync(name));

            await RunAsync(name, "another");
            Assert.Equal(PostgresErrorCodes.InvalidPassword, await RefusalAsync(name, "an 'odd\" one", name));
            Assert.Null(await RefusalAsync(name, "another", name));
            Assert.Equal(await RightsAsync("orderdb"), await RightsAsync(name));
        }
        finally
        {
            await using var server = NpgsqlDataSource.Create((await Shop.App.GetConnectionStringAsync("orderdb"))!);
            await server.RunAsync($"DROP DATABASE IF EXISTS {name}");
            await server.RunAsync($"DROP ROLE IF EXISTS {name}");
        }
    }

    private async Task RunAsync(string name, string password)
    {
        var administrator = new NpgsqlConnectionStringBuilder(await Shop.App.GetConnectionStringAsync("orderdb"));
        var script = Path.Combine(RepositoryRoot.Find().FullName, "deploy", "databases", "database.sql");
        var start = new ProcessStartInfo("psql", ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", $"--set=name={name}", @"--command=\getenv password PASSWORD", $"--file={script}"])
        {
            Environment =
            {
                ["PGHOST"] = administrator.Host, ["PGPORT"] = administrator.Port.ToString(CultureInfo.InvariantCulture), ["PGDATABASE"] = "postgres",
                ["PGUSER"] = administrator.Username, ["PGPASSWORD"] = administrator.Password, ["PASSWORD"] = password,
            },
        };
        await Command.RequireAsync(start, Bound);
    }

    private async Task<string?> RightsAsync(string database) => await Shop.ScalarAsync<string>("orderdb", RightsSql, database);

    private async Task<string?> RefusalAsync(string role, string password, string database)
    {
        var login = new NpgsqlConnectionStringBuilder(await Shop.App.GetConnectionStringAsync("orderdb")) { Username = role, Password = password, Database = database, Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(login.ConnectionString);
            await connection.OpenAsync();
            return null;
        }
        catch (PostgresException e)
        {
            return e.SqlState;
        }
    }
}
